"""What a text may name: which code goes to whom, which place, which time."""

from typing import Any

import pytest

from functions.delivery.sms_text import sms_values, units
from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.directory import Compound
from tests.builders import NOON, Told, a_request, accepted, done, returned, whistled
from tests.county import ANKANG, LITTER, LONGWANGMIAO, RED_CROSS

SAID_DONE = a_request(whistled_to=RED_CROSS).after(accepted(), done())


def values(
    kind: AlertKind, request: Told = SAID_DONE, order: int | None = 1, compound: Compound | None = ANKANG
) -> dict[str, Any]:
    alert = Alert(
        kind=kind,
        audience="resident",
        request_id=request.id,
        sequence=1,
        priority="P2",
        at=NOON,
        order=order,
    )
    return sms_values(
        alert,
        request,
        category=LITTER,
        community=LONGWANGMIAO,
        compound=compound,
        unit=RED_CROSS,
        address="pgy.example",
    )


@pytest.mark.parametrize("kind", AlertKind)
def test_the_orders_code_goes_to_its_unit_alone(kind: AlertKind) -> None:
    about_it = (AlertKind.WHISTLE, AlertKind.REOPENED, AlertKind.GO_ON, AlertKind.DATE_KEPT, AlertKind.CALLED_OFF)
    to_the_unit = kind in about_it
    assert values(kind)["code"] == (SAID_DONE.order(1).code if to_the_unit else SAID_DONE.id)


def test_the_place_is_the_compound_or_else_the_community() -> None:
    assert values(AlertKind.DONE)["place"] == ANKANG.name
    assert values(AlertKind.DONE, compound=None)["place"] == LONGWANGMIAO.name


def test_the_times_of_the_order_it_is_about() -> None:
    told = values(AlertKind.WHISTLE)
    assert (told["accept_by"], told["answer_by"]) == (SAID_DONE.order(1).accept_by, SAID_DONE.order(1).answer_by)


def test_before_there_is_an_order_the_promise_is_what_there_is() -> None:
    request = a_request()
    told = values(AlertKind.RECEIVED, request, order=None)
    assert told["answer_by"] == request.filed.answer_by
    assert told["code"] == request.id


def test_the_community_hears_whether_it_was_returned() -> None:
    assert not values(AlertKind.DESK)["returned"]
    assert values(AlertKind.DESK, a_request(whistled(), returned()))["returned"]


def test_length_as_a_telephone_counts_it() -> None:
    assert units("蒲公英") == 3
    assert units("👍") == 2
