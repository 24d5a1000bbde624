"""What a case's pages show staff: all that is needed to act, and personal data only to whoever may see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.desk import acts, clock_story
from functions.desk.asked import LONGEST_NUMBER
from functions.desk.offers import offered
from functions.shared.domain import views, words
from functions.shared.domain.desk_task import desk_task, looks_first
from functions.shared.domain.directory import Name, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.staff import Staff
from functions.shared.domain.standing import standing
from functions.shared.domain.transitions import State
from functions.shared.doors import photos
from functions.shared.steps.resident_rules import may_add
from functions.shared.tables import directory, private, public_words
from functions.shared.whistling import choice_for


def context(request: Request, staff: Staff, now: datetime) -> dict[str, Any]:
    """The case's page as it is at `now`."""
    filed = request.filed
    sees = sees_private(staff, request)
    public = public_words.words(request.id)
    told = views.tell(clock_story.steps(request), public, unit_name)
    waits = request.state in (State.RECEIVED, State.RETURNED)
    choice = choice_for(request) if waits else None
    return _head(request) | {
        "steps": told,
        "public_words": {sequence: text for sequence, text in public.items() if text},
        "orders": tuple((order, directory.unit(order.unit), standing(request, order)) for order in request.orders),
        "holders": {order.number: name for order in request.orders if (name := _holder(order))},
        "task": desk_task(request),
        "doubted": looks_first(request),
        "now": now,
        "offers": offered(request, staff, public),
        "proposal": (directory.unit(choice.unit), choice) if choice else None,
        "person": private.person(request.id) if sees else None,
        "words": views.said(request.facts, private.words(request.id)) if sees else None,
        "channel": filed.channel,
        "photos": photos.gallery(request.id).pictures if sees else (),
        "add_photos": photos.link(request.id, at_the_desk=True) if sees and _may_add_photos(staff, request) else "",
    }


def form_context(request: Request, act: str, typed: Mapping[str, str], seen: str = "") -> dict[str, Any]:
    """The page of one act's form; with `seen`, what has happened since the request's version that was seen."""
    fields = acts.FIELDS[act]
    more: dict[str, Any] = {"act": act, "fields": fields, "form": typed, "reasons": acts.REASONS}
    if {"unit", "helper_1", "named"} & set(fields):
        more["units"] = directory.units()
    if "order" in fields:
        wanted = OrderState.OPEN if act in ("take", "return") else OrderState.ACCEPTED
        fitting = (order for order in request.orders if order.state is wanted)
        more["orders"] = tuple((order, directory.unit(order.unit)) for order in fitting)
    if "category" in fields:
        more["categories"], more["places"] = directory.categories(), directory.places()
    if "of" in fields:
        more["sayings"] = _sayings(act, request)
    more["since"] = _since(request, seen)
    more["flags"] = words.flags(typed.get("public_words", ""))
    return _head(request) | more


def _since(request: Request, seen: str) -> tuple[views.Told, ...]:
    if not (seen.isascii() and seen.isdecimal() and len(seen) <= LONGEST_NUMBER):
        return ()
    told = views.tell(clock_story.steps(request), public_words.words(request.id), unit_name)
    return tuple(step for step in told if step.sequence > int(seen))


def sees_private(staff: Staff, request: Request) -> bool:
    return may(staff.role, Act.LOOK_PRIVATE) and staff.covers(request.filed.community)


def _may_add_photos(staff: Staff, request: Request) -> bool:
    return may(staff.role, Act.FILE) and may_add(request)


def unit_name(unit: str) -> Name:
    return directory.unit(unit).name


def _holder(order: Order) -> str | None:
    """The name of the contact to whom a colleague has handed the order, while they are the unit's."""
    return directory.contact_name(order.unit, order.holder) if order.holder and order.state.alive else None


def _sayings(act: str, request: Request) -> tuple[tuple[int, str], ...]:
    """What may be released (the resident's own words) or blanked (what everybody reads)."""
    if act == "blank":
        return tuple(public_words.words(request.id).items())
    said = private.words(request.id)
    return tuple((n, said[n]) for n, fact in enumerate(request.facts, 1) if n in said and fact.by == "resident")


def _head(request: Request) -> dict[str, Any]:
    filed = request.filed
    return {
        "request": request,
        "category": directory.category(filed.category),
        "community": directory.community(filed.community),
        "compound": directory.compound(filed.compound) if filed.compound else None,
    }


def lead_unit(request: Request) -> Unit | None:
    return directory.unit(request.lead.unit) if request.lead else None


def unchanged(request: Request, seen: str) -> None:
    """Raises Refused `changed_since` if something has happened since the page with this form was made."""
    if seen != str(request.version):
        raise Refused("changed_since")
