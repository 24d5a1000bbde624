"""WeCom's robots beyond the contract."""

import pytest

from functions.shared.gateways.channel import Never, Retry
from functions.shared.gateways.group_robot import CODES, WecomRobot
from tests.standins.standin import Trouble
from tests.standins.wecom import Wecom
from tests.unit.gateways.ways import ROBOT_KEY


def test_a_robot_that_has_been_removed_is_a_bad_address() -> None:
    with Wecom(ROBOT_KEY) as there, pytest.raises(Never, match=r"^93000$") as told:
        WecomRobot(there.address).send("another/key?&", "有新的哨单")
    assert told.value.address


@pytest.mark.parametrize(("words", "fits"), [("字" * 682, True), ("字" * 683, False), ("", False)])
def test_bytes_are_counted_as_wecom_counts_them(words: str, fits: bool) -> None:
    with Wecom(ROBOT_KEY) as there:
        if fits:
            assert WecomRobot(there.address).send(ROBOT_KEY, words)
            assert there.taken[0].words == words
        else:
            with pytest.raises(Never, match="length"):
                WecomRobot(there.address).send(ROBOT_KEY, words)
            assert there.asked == 0


def test_an_answer_that_is_none_may_have_been_sent() -> None:
    with Wecom(ROBOT_KEY) as there:
        there.expect(Trouble(garbage=True))
        with pytest.raises(Retry) as told:
            WecomRobot(there.address).send(ROBOT_KEY, "有新的哨单")
    assert told.value.maybe_sent


def test_only_https_leaves_the_machine() -> None:
    with pytest.raises(ValueError, match="https"):
        WecomRobot("http://qyapi.weixin.qq.com").send(ROBOT_KEY, "有新的哨单")


def test_every_code_has_its_words() -> None:
    assert all(code.words and number.lstrip("-").isdigit() for number, code in CODES.items())
