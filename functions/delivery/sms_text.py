"""A text message's words: one segment, from a fixed template with typed variables."""

from typing import Any

from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.directory import Category, Community, Compound, Name, PublicRule, Unit
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State

UNNAMED = Name("您说的事", "what you told us", "您说的事")  # telephones are shared
LONGEST = 70  # UCS-2 units in one segment, signature counted (3GPP TS 23.040)
_ABOUT_THE_ORDER = {
    AlertKind.WHISTLE,
    AlertKind.REOPENED,
    AlertKind.GO_ON,
    AlertKind.DATE_KEPT,
    AlertKind.CALLED_OFF,
    AlertKind.DUE_ACCEPT,
    AlertKind.DUE_ANSWER,
    AlertKind.LATE_ACCEPT,
    AlertKind.LATE_ANSWER,
}


def sms_values(
    alert: Alert,
    request: Request,
    *,
    category: Category,
    community: Community,
    compound: Compound | None,
    unit: Unit | None,
    address: str,
) -> dict[str, Any]:
    """What the templates of templates/sms may name. The order's code goes to its unit alone."""
    order = request.order(alert.order) if alert.order is not None else request.lead
    own_order = order is not None and alert.kind in _ABOUT_THE_ORDER
    return {
        "kind": UNNAMED if alert.unit is None and category.public is PublicRule.NEVER else category.name,
        "place": (compound or community).name,
        "community": community.name,
        "unit": unit.name if unit else None,
        "landline": community.landline,
        "code": order.code if order is not None and own_order else request.id,
        "address": address,
        "accept_by": order.accept_by if order else request.filed.answer_by,
        "answer_by": order.answer_by if order else request.filed.answer_by,
        "returned": request.state is State.RETURNED,
    }


def units(text: str) -> int:
    """The length of `text` in UTF-16 units, as SMS counts it."""
    return len(text.encode("utf-16-le")) // 2
