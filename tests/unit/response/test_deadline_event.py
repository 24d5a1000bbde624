"""An order's deadline as an event: what it says, and that the same facts always say the same."""

from datetime import timedelta

from functions.response.deadline_event import SHOWN, Event, deadline_event, renewal
from functions.shared.domain.request import Request
from tests.builders import DAY, NOON
from tests.unit.pages.world import AGENDA, ASKED, DONE, JOINT, MISSED, TAKEN, WARNED, WHISTLED, a_request, at

LINK = "https://pgy.example/u/orders/6825061749"


def event(request: Request) -> Event:
    found = deadline_event(request, request.order(1), "安康小区", "环境卫生", LINK)
    assert found is not None
    return found


def test_an_open_order_ends_when_it_is_to_be_taken() -> None:
    told = event(a_request(WHISTLED))
    assert told.what == "安康小区 环境卫生：请接单"
    assert told.ends == at(31.75)
    assert told.starts == told.ends - SHOWN
    assert told.more.splitlines()[:2] == ["单号 682 506 1749", LINK]
    assert told.link == LINK


def test_a_taken_order_ends_when_it_is_to_be_done() -> None:
    told = event(a_request(WHISTLED, TAKEN))
    assert (told.what, told.ends) == ("安康小区 环境卫生：请办好", at(175.75))


def test_each_fact_makes_it_newer_and_it_keeps_its_name() -> None:
    requests = [a_request(*facts) for facts in ((WHISTLED,), (WHISTLED, WARNED), (WHISTLED, WARNED, TAKEN))]
    events = [event(request) for request in requests]
    assert len({it.uid for it in events}) == 1
    assert [it.version for it in events] == [2, 3, 4]
    assert [it.changed for it in events] == [request.facts[-1].at for request in requests]


def test_what_is_late_says_so_once_the_clock_has_said_it() -> None:
    assert event(a_request(WHISTLED, MISSED)).what == "安康小区 环境卫生：已过期，请接单"
    assert event(a_request(WHISTLED, MISSED, AGENDA)).ends == at(31.75)


def test_while_the_clock_stands_it_shows_until_when_it_waits() -> None:
    asked = a_request(WHISTLED, TAKEN, ASKED)
    assert asked.wait is not None
    assert JOINT.wait is not None
    assert (event(asked).what, event(asked).ends) == (
        "安康小区 环境卫生：等居民补充，最晚到这时（期限暂停）",
        asked.wait.until,
    )
    assert (event(JOINT).what, event(JOINT).ends) == ("安康小区 环境卫生：联席会商（期限暂停）", JOINT.wait.until)


def test_what_waits_for_nothing_has_none() -> None:
    done = a_request(WHISTLED, TAKEN, DONE)
    assert deadline_event(done, done.order(1), "安康小区", "环境卫生", LINK) is None


def test_the_addresss_end_is_an_event_of_its_own() -> None:
    first = renewal("water_bureau", NOON, NOON + 400 * DAY, LINK)
    second = renewal("water_bureau", NOON + timedelta(minutes=1), NOON + 400 * DAY, LINK)
    assert first.ends == NOON + 400 * DAY
    assert first.uid != second.uid
