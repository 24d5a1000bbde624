"""接单."""

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import OrderAccepted, unit_actor
from functions.shared.steps.take_order import take_order
from tests.builders import HOUR, NOON, a_press, a_request, accepted, done, returned, solved, whistled
from tests.county import OFFICE, RED_CROSS, WATER_BUREAU


def test_the_unit_takes_its_order() -> None:
    press = a_press("take")
    taken = take_order(a_request(whistled_to=RED_CROSS), number=1, unit=RED_CROSS, cause=press, now=NOON + HOUR)
    assert taken.fact == OrderAccepted(order=1, at=NOON + HOUR, by=unit_actor("red_cross"), cause=press)
    assert (taken.words, taken.public_words, taken.person) == (None, None, None)


def test_a_second_officer_is_told_that_a_colleague_was_first() -> None:
    request = a_request(whistled_to=RED_CROSS).after(accepted(at=NOON + HOUR))
    with pytest.raises(Refused, match="already_taken") as refused:
        take_order(request, number=1, unit=RED_CROSS, cause=a_press(), now=NOON + 2 * HOUR)
    assert refused.value.details == {"at": NOON + HOUR}


def test_another_units_order_is_not_its_own() -> None:
    with pytest.raises(Refused, match="not_your_order"):
        take_order(a_request(whistled_to=RED_CROSS), number=1, unit=WATER_BUREAU, cause=a_press(), now=NOON)


def test_an_order_that_does_not_exist() -> None:
    with pytest.raises(Refused, match="unknown_order"):
        take_order(a_request(whistled_to=RED_CROSS), number=2, unit=RED_CROSS, cause=a_press(), now=NOON)


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        ((returned(),), "already_returned"),
        ((whistled(to=OFFICE),), "withdrawn"),  # whistled elsewhere while the officer was reading
        ((accepted(), done()), "already_done"),
        ((accepted(), done(), solved()), "already_done"),
    ],
)
def test_what_happened_meanwhile_is_said_with_when(happened: tuple[object, ...], why: str) -> None:
    request = a_request(whistled_to=RED_CROSS).after(*happened)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=why) as refused:
        take_order(request, number=1, unit=RED_CROSS, cause=a_press(), now=NOON + HOUR)
    assert refused.value.details == {"at": request.order(1).since}
