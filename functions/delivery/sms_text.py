"""Which text an alert becomes, and with what values. One segment; the texts stand in templates/sms."""

from collections.abc import Callable, Mapping
from datetime import datetime

from functions.shared.domain.alert import REMINDERS, Alert, AlertKind
from functions.shared.domain.directory import Category, Community, Compound, Unit
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.terms import Deadline
from functions.shared.gateways import sms_words
from functions.shared.gateways.channel import Text
from functions.shared.gateways.time_words import sms_day, sms_moment

# Each of these has a twin, <name>_no_reply, for a number that nobody reads replies to.
INVITES_REPLIES = frozenset({"whistle", "handed_open", "due_accept", "due_answer", "untaken_unit", "done"})

# Which deadline a text names, and how exactly: a unit hears the hour, a resident the day if it is a day's end.
_WHEN: Mapping[AlertKind, tuple[Deadline, Callable[[datetime, str], str]]] = {
    AlertKind.WHISTLE: (Deadline.ACCEPT, sms_moment),
    AlertKind.DUE_ACCEPT: (Deadline.ACCEPT, sms_moment),
    AlertKind.LATE_ACCEPT: (Deadline.ACCEPT, sms_moment),
    AlertKind.REOPENED: (Deadline.ANSWER, sms_moment),
    AlertKind.GO_ON: (Deadline.ANSWER, sms_moment),
    AlertKind.DATE_KEPT: (Deadline.ANSWER, sms_moment),
    AlertKind.HANDED: (Deadline.ANSWER, sms_moment),
    AlertKind.DUE_ANSWER: (Deadline.ANSWER, sms_moment),
    AlertKind.LATE_ANSWER: (Deadline.ANSWER, sms_moment),
    AlertKind.RECEIVED: (Deadline.ANSWER, sms_day),
    AlertKind.TAKEN: (Deadline.ANSWER, sms_day),
    AlertKind.RESCHEDULED: (Deadline.ANSWER, sms_day),
}
_ABOUT_THE_ORDER = frozenset(
    {
        AlertKind.WHISTLE,
        AlertKind.REOPENED,
        AlertKind.GO_ON,
        AlertKind.DATE_KEPT,
        AlertKind.ADDED,
        AlertKind.HANDED,
        AlertKind.CALLED_OFF,
        AlertKind.DUE_ACCEPT,
        AlertKind.DUE_ANSWER,
        AlertKind.LATE_ACCEPT,
        AlertKind.LATE_ANSWER,
        AlertKind.UNTAKEN,
    }
)


def text_for(
    alert: Alert,
    request: Request,
    *,
    category: Category,
    community: Community,
    compound: Compound | None,
    unit: Unit | None,
    address: str,
    language: str,
    replies: bool,
    count: int = 0,
    busy: bool = False,
) -> Text:
    """The text of `alert`. `unit` is the one whose order it is about; `replies`: somebody reads what is answered.

    With a `count` above one it stands for so many messages to the same person, of which `alert` is the most urgent:
    what the night held back, several reminders, or, `busy`, what is too much to be told one by one.
    """
    order = request.order(alert.order) if alert.order is not None else None
    name = _several(alert, order, busy) if count > 1 else _alone(alert, request, order, community)
    if name in INVITES_REPLIES and not replies:
        name = f"{name}_no_reply"
    if name == "received" and replies and not request.confirmed:
        name = "received_unconfirmed"
    values = sms_words.about(
        language=language,
        to_resident=not alert.to_unit and alert.follower is None,
        community=community,
        address=address,
        category=category,
        compound=compound,
        unit=unit,
        code=order.code if order is not None and _to_the_orders_unit(alert, order) else request.id,
        when=_when(alert, request, order, language),
        count=count,
    )
    return sms_words.text(name, language, community.id, values)


def _alone(alert: Alert, request: Request, order: Order | None, community: Community) -> str:
    """The text for one alert."""
    if alert.follower is not None:
        return "followed"
    match alert.kind:
        case AlertKind.DESK:
            gave_back = order is not None and order.state is OrderState.RETURNED
            return "desk_returned" if gave_back else "desk_unsolved"
        case AlertKind.DUTY:
            return "duty_alone" if order is None or order.unit == community.id else "duty"
        case AlertKind.HANDED if order is not None and order.state is OrderState.OPEN:
            return "handed_open"
        case AlertKind.UNTAKEN if order is not None and _to_the_orders_unit(alert, order):
            return "untaken_unit"
    return alert.kind


def _several(alert: Alert, order: Order | None, busy: bool) -> str:
    """The text for several alerts, by the most urgent of them."""
    if not alert.to_unit:
        return "morning_resident"
    if busy:
        return "busy_unit"
    if alert.kind is AlertKind.CALLED_OFF:  # nothing of it is to be done: it is sorted last
        return "news_unit"
    if alert.kind in REMINDERS:
        return "reminder_many"
    return "morning_unit" if order is not None and _to_the_orders_unit(alert, order) else "morning_desk"


def _to_the_orders_unit(alert: Alert, order: Order) -> bool:
    """The order's code opens the unit's door: it goes to that unit alone."""
    return alert.kind in _ABOUT_THE_ORDER and alert.unit == order.unit


def _when(alert: Alert, request: Request, order: Order | None, language: str) -> str | None:
    if alert.kind not in _WHEN:
        return None
    which, in_words = _WHEN[alert.kind]
    about = order or request.lead
    if alert.kind is AlertKind.HANDED and about is not None:
        which = about.deadline
    if about is None:
        return in_words(request.filed.answer_by, language)
    return in_words(about.accept_by if which is Deadline.ACCEPT else about.answer_by, language)
