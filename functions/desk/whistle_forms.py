"""The forms that blow the whistle, and what goes before and after it."""

from functools import partial

from functions.desk.asked import Asked, Step, lead_has_left, unit
from functions.desk.whistle import Called, blow_whistle, call_helpers, check_on_site
from functions.desk.whistle import insist as insist_on
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Finding, RouteReason
from functions.shared.domain.time_limits import limits
from functions.shared.domain.transitions import State
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory
from functions.shared.tables.order_codes import free_code
from functions.shared.whistling import choice_for


def send(asked: Asked) -> Step:
    """One press sends what the page showed: if the rule proposes another unit by now, that is said first."""
    choice = choice_for(asked.request)
    if asked.typed["unit"] != choice.unit:
        raise Refused("changed_meanwhile")
    return _whistling(asked, [choice.unit], choice.reason, duty_alert=choice.duty_alert, said="")


def whistle(asked: Asked) -> Step:
    lead = asked.form.read(lambda: unit(asked.typed["unit"], "unit"), None)
    beside = _helper_units(asked)
    overruled = lead is not None and _proposes_another(asked.request, lead.id)
    said = asked.form.text("words", required=overruled)
    asked.form.done()
    units = [lead.id] if lead else []
    called = units + beside
    duty = directory.category(asked.request.filed.category).with_community
    duty = duty and asked.request.filed.community not in called  # called itself, it has its own order's text
    return _whistling(asked, called, RouteReason.BY_NAME, duty_alert=duty, said=said)


def _proposes_another(request: Request, unit: str) -> bool:
    """Whether the rule says somebody else: then the desk says why it doesn't follow."""
    return request.state in (State.RECEIVED, State.RETURNED) and choice_for(request).unit != unit


def _whistling(asked: Asked, units: list[str], reason: RouteReason, *, duty_alert: bool, said: str) -> Step:
    called, number = _called(asked, units, reason)
    return partial(blow_whistle, called=called, numbered_from=number, duty_alert=duty_alert, words=said)


def helpers(asked: Asked) -> Step:
    units, said = _helper_units(asked), asked.words()
    asked.form.done()
    called, number = _called(asked, units, RouteReason.BY_NAME)
    return partial(call_helpers, called=called, numbered_from=number, words=said)


def _called(asked: Asked, units: list[str], reason: RouteReason) -> tuple[tuple[Called, ...], int]:
    request, first = asked.request, len(asked.request.orders) + 1
    called = tuple(
        Called(
            unit,
            free_code(keys().newest, request.id, number),
            limits(request.priority, asked.now, directory.calendar(), night_duty=directory.unit(unit).night_duty),
            reason,
        )
        for number, unit in enumerate(units, start=first)
    )
    return called, first


def check(asked: Asked) -> Step:
    return partial(check_on_site, finding=asked.form.choice("finding", Finding), words=asked.words())


def insist(asked: Asked) -> Step:
    said, lead = asked.words(), asked.request.lead
    if lead_has_left(asked.request):
        raise Refused("unit_has_left")
    night = directory.unit(lead.unit).night_duty if lead else False
    anew = limits(asked.request.priority, asked.now, directory.calendar(), night_duty=night)
    return partial(insist_on, limits=anew, words=said)


def _helper_units(asked: Asked) -> list[str]:
    fields = [field for field in ("helper_1", "helper_2", "helper_3") if asked.typed[field]]
    found = [asked.form.read(lambda field=field: unit(asked.typed[field], field), None) for field in fields]  # type: ignore[misc]
    return [unit.id for unit in found if unit is not None]
