"""What every provider's adapter agrees on, each against a stand-in that speaks its provider's protocol."""

import logging
import traceback
from time import monotonic

import pytest

from functions.shared.gateways.channel import Never, Retry, SlowDown
from tests.standins.standin import Trouble
from tests.unit.gateways.ways import LONG_NAME, NEVER_SEEN, OVER_HTTP, TAKE_AN_ID, Way

OUT_ID = "6825061749.2#unit:red_cross#sms"


def test_what_is_said_arrives_once_and_whole(way: Way) -> None:
    assert way.send(OUT_ID)
    (taken,) = way.standin.taken
    assert LONG_NAME in taken.words
    assert "6825061749" in taken.words


def test_each_message_has_an_id_of_its_own(way: Way) -> None:
    assert way.send(OUT_ID) != way.send(OUT_ID + "2")


@pytest.mark.parametrize("way", TAKE_AN_ID, indirect=True)
def test_a_repeat_can_be_known_where_the_provider_lets_us_say_so(way: Way) -> None:
    for out_id in (OUT_ID, OUT_ID, "another"):
        way.send(out_id)
    assert way.repeats_as is not None
    first, again, another = map(way.repeats_as, way.standin.taken)
    assert first == again != another


def test_a_passing_fault_is_tried_again(way: Way) -> None:
    way.standin.expect(Trouble(refuse=way.retry))
    with pytest.raises(Retry) as told:
        way.send(OUT_ID)
    assert not told.value.maybe_sent
    assert way.standin.taken == []
    assert way.send(OUT_ID)


def test_too_much_is_slowed_down(way: Way) -> None:
    way.standin.expect(Trouble(refuse=way.slow))
    with pytest.raises(SlowDown):
        way.send(OUT_ID)
    assert way.standin.taken == []


def test_what_no_repeat_would_help_is_never(way: Way) -> None:
    way.standin.expect(Trouble(refuse=way.never))
    with pytest.raises(Never) as told:
        way.send(OUT_ID)
    assert not told.value.address


def test_a_bad_address_is_told_from_a_bad_message(way: Way) -> None:
    way.standin.expect(Trouble(refuse=way.address))
    with pytest.raises(Never) as told:
        way.send(OUT_ID)
    assert told.value.address


def test_a_code_that_no_table_knows_is_tried_again(way: Way) -> None:
    way.standin.expect(Trouble(refuse=way.unknown))
    with pytest.raises(Retry) as told:
        way.send(OUT_ID)
    assert not told.value.maybe_sent


@pytest.mark.parametrize("trouble", [Trouble(silent=True), Trouble(close=True)], ids=["silent", "hangs_up"])
def test_no_answer_may_have_been_sent_and_is_not_asked_twice(way: Way, trouble: Trouble) -> None:
    way.standin.expect(trouble)
    began = monotonic()
    with pytest.raises(Retry) as told:
        way.send(OUT_ID)
    assert told.value.maybe_sent
    assert monotonic() - began < 4
    assert len(way.standin.taken) == way.standin.asked == 1


def test_a_slow_answer_is_an_answer(way: Way) -> None:
    way.standin.expect(Trouble(slow=0.3))
    assert way.send(OUT_ID)
    assert len(way.standin.taken) == 1


def test_where_nobody_listens_nothing_was_sent(way: Way) -> None:
    with pytest.raises(Retry) as told:
        way.away()
    assert not told.value.maybe_sent


@pytest.mark.parametrize("way", OVER_HTTP, indirect=True)
@pytest.mark.parametrize("status", [502, 504])
def test_a_gateway_s_answer_says_nothing_of_the_provider(way: Way, status: int) -> None:
    way.standin.expect(Trouble(status=status))
    with pytest.raises(Retry) as told:
        way.send(OUT_ID)
    assert told.value.maybe_sent


def test_no_error_and_no_log_shows_whom_or_a_secret(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    seen = ""
    for trouble in (
        *(Trouble(refuse=code) for code in (way.retry, way.slow, way.never, way.address, way.unknown)),
        Trouble(close=True),
    ):
        way.standin.expect(trouble)
        with pytest.raises((Retry, SlowDown, Never)) as told:
            way.send(OUT_ID)
        seen += "".join(traceback.format_exception(told.value)) + repr(told.value)
    with pytest.raises(Retry) as away:
        way.away()
    seen += "".join(traceback.format_exception(away.value))
    seen += "".join(record.getMessage() for record in caplog.records if record.name != "mail.log")  # the stand-in's
    assert "Retry" in seen
    assert [secret for secret in NEVER_SEEN if secret in seen] == []
