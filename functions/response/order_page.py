"""What an order's pages show: all that is needed to act, and nothing else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.response.door import Opened
from functions.shared.domain import story, views, words
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Contact
from functions.shared.domain.request import OrderState
from functions.shared.domain.standing import standing
from functions.shared.domain.terms import Finding, RescheduleReason, ReturnReason
from functions.shared.doors import photos
from functions.shared.steps.assign_order import colleagues
from functions.shared.steps.order_rules import acts, latest_day
from functions.shared.tables import directory, private, public_words

_TOLD_OF_JOINED = 5


def offered(opened: Opened, now: datetime) -> frozenset[str]:
    """The acts that may be done now."""
    offers = acts(opened.request, opened.order, opened.unit)
    return offers if "assign" not in offers or _colleagues(opened, now) else offers - {"assign"}


def context(opened: Opened, now: datetime) -> dict[str, Any]:
    """The order's page. Words, place and how they want to be reached are shown to whoever holds the order, until the
    request is closed; the telephone only once it is taken, and only if the resident allowed it."""
    request, order = opened.request, opened.order
    person = private.person(request.id) if opened.in_hand else None
    may_call = person is not None and person.may_call and order.state is OrderState.ACCEPTED
    told = views.tell(story.steps(request), public_words.words(request.id), lambda unit: directory.unit(unit).name)
    return _of(opened) | {
        "words": views.said(request.facts, private.words(request.id)) if opened.in_hand else (),
        "joined": _joined(opened),
        "place_words": person.place if person else "",
        "another_way": person.another_way if person else "",
        "speaks_for": person.speaks_for if person else "",
        "telephone": person.telephone.e164 if person and person.telephone and may_call else None,
        "steps": told,
        "photos": photos.gallery(request.id, add_by=order.code) if opened.in_hand else None,
        "standing": standing(request, order),
        "holder": _holder(opened),
        "now": now,
    }


def form_context(opened: Opened, act: str, typed: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The page of one act's form."""
    more: dict[str, Any] = {}
    match act:
        case "return":
            more = {"reasons": tuple(ReturnReason), "units": _other_units(opened)}
        case "reschedule":
            more = {"reasons": tuple(RescheduleReason), "latest": local_day(latest_day(now))}
        case "assign":
            more = {"colleagues": _colleagues(opened, now), "holder": _holder(opened)}
        case "check":
            more = {"findings": tuple(Finding)}
        case "pass_on":
            more = {"units": _other_units(opened)}
        case "done" | "progress":
            more = {"flags": words.flags(typed["public_words"])}
    return _of(opened) | more


def _of(opened: Opened) -> dict[str, Any]:
    filed = opened.request.filed
    return {
        "request": opened.request,
        "order": opened.order,
        "unit": opened.unit,
        "category": directory.category(filed.category),
        "community": directory.community(filed.community),
        "compound": directory.compound(filed.compound) if filed.compound else None,
    }


def _joined(opened: Opened) -> tuple[str, ...]:
    """What those asked for who are answered with this, too: the latest few."""
    if not opened.in_hand:
        return ()
    latest = opened.request.absorbed[: -_TOLD_OF_JOINED - 1 : -1]
    said = private.first_words(latest)
    return tuple(said[code] for code in latest if said.get(code))


def _colleagues(opened: Opened, now: datetime) -> tuple[Contact, ...]:
    me = opened.me.id if opened.me else None
    return colleagues(opened.order, directory.contacts(opened.unit.id), now, me)


def _holder(opened: Opened) -> str | None:
    """The name of the colleague who has the order."""
    return directory.contact_name(opened.unit.id, opened.order.holder) if opened.order.holder else None


def _other_units(opened: Opened) -> tuple[object, ...]:
    return tuple(unit for unit in directory.units() if unit.id != opened.unit.id)
