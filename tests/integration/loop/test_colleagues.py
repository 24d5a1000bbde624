"""An order handed to a colleague, and contacts who aren't there: who is told, who sees what, what stays as it was."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.digests import send_handler as digests
from functions.shared.domain.facts import OrderAssigned
from functions.shared.domain.request import Request
from functions.shared.tables import absences, directory
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.directory_items import AWAY
from tests.builders import DAY, NOON
from tests.county import GAS_COMPANY, WATER_BUREAU
from tests.http_client import Browser, Page

from .people import WORDS, enters, reports
from .world import World

LIAISON, LEADER = "+8615400000101", "+8615400000301"  # of the water bureau


@pytest.fixture(autouse=True)
def everybody_is_back(world: World) -> Iterator[None]:
    yield
    for row in [*DirectoryRow.query(AWAY), *DirectoryRow.query("edition")]:
        row.delete()
    directory.forget()


@pytest.fixture
def officer(world: World) -> Browser:
    """The water bureau's liaison, before an order that waits to be taken."""
    request = reports(world.browser())
    world.settle()
    return enters(world, request, WATER_BUREAU)


def hands(officer: Browser, name: str) -> Page:
    """Opens 交给同事 and presses the name."""
    order = officer.page.path
    page = officer.get(f"{order}/assign")
    value = re.search(rf'value="(\w+)"[^>]*>\s*{name}', page.html)
    assert value, page.text
    return officer.submit("/assign", to=value[1])


def away(officer: Browser, since: int, until: int) -> Page:
    """Says at /u/away: from so many days after today, to so many."""
    officer.get("/u/away")
    days = [(NOON + number * DAY).date().isoformat() for number in (since, until)]
    return officer.submit("/u/away", since=days[0], until=days[1])


class TestAColleague:
    def test_one_press_tells_the_colleague(self, world: World, officer: Browser) -> None:
        (before,) = world.texts()
        page = hands(officer, "负责人")
        assert "由负责人跟进" in page.text
        world.settle()
        to, words = world.texts()[-1]
        assert (before[0], to) == (LIAISON, LEADER)
        assert "同事交给您" in words
        assert "接单回1" in words
        code = page.path.rpartition("/")[2]
        assert code in words
        assert WORDS not in words

    def test_and_opens_the_order_with_the_code_and_their_own_digits(self, world: World, officer: Browser) -> None:
        page = hands(officer, "负责人")
        world.settle()
        colleague = world.browser()
        colleague.get("/u")
        opened = colleague.submit("/u", code=page.path.rpartition("/")[2], last_four=LEADER[-4:])
        assert opened.has_form("/take")
        assert "由负责人跟进" in opened.text

    def test_from_then_on_the_colleague_is_told_first(self, world: World, officer: Browser) -> None:
        code = hands(officer, "负责人").path.rpartition("/")[2]
        officer.submit("/take")
        world.settle()
        request = the_request(world)
        assert request.orders[0].code == code
        world.later(timedelta(days=5, hours=22))
        world.sweep()
        world.later(timedelta(minutes=5))
        world.sweep()
        reminded = [to for to, words in world.texts() if "快到期" in words]
        assert reminded == [LEADER], request.orders

    def test_who_has_it_can_give_it_back(self, world: World, officer: Browser) -> None:
        hands(officer, "负责人")
        page = hands(officer, "联络员")
        assert "由联络员跟进" in page.text
        world.settle()
        assert [to for to, words in world.texts() if "同事交给您" in words] == [
            LIAISON
        ]  # the first was settled by then

    def test_the_page_offers_no_number(self, officer: Browser) -> None:
        page = officer.get(f"{officer.page.path}/assign")
        assert "15400000301" not in page.html
        assert "0301" not in page.html

    def test_getting_it_changes_nothing(self, world: World, officer: Browser) -> None:
        page = officer.get(f"{officer.page.path}/assign?to=leader")
        assert page.has_form("/assign")
        assert not facts(world)

    @pytest.mark.parametrize("to", ["", "nobody", "liaison@water_bureau", "<b>"])
    def test_nobody_else_can_be_named(self, world: World, officer: Browser, to: str) -> None:
        form = officer.get(f"{officer.page.path}/assign").form("/assign")
        page = officer.post(form.action, form.fields | {"to": to})
        assert page.status == 422
        assert "请另选一位" in page.text
        assert not facts(world)

    def test_pressing_twice_is_pressing_once(self, world: World, officer: Browser) -> None:
        officer.get(f"{officer.page.path}/assign")
        before = officer.another_window()
        officer.submit("/assign", to="leader")
        before.submit("/assign", to="leader")
        assert len(facts(world)) == 1

    def test_the_fact_has_the_post_and_no_name(self, world: World, officer: Browser) -> None:
        hands(officer, "负责人")
        (fact,) = facts(world)
        assert (fact.by, fact.to) == ("unit:water_bureau", "leader")
        assert not [item for item in world.items("requests") if "负责人" in str(item)]

    def test_nobody_outside_unit_and_desk_is_told(self, world: World, officer: Browser) -> None:
        hands(officer, "负责人")
        world.settle()
        request = the_request(world)
        for page in (world.browser().get(f"/r/{request.id}"), world.browser().get("/results")):
            assert "跟进" not in page.text
        assert "由负责人跟进" in world.staff("clerk").get(f"/desk/cases/{request.id}").text

    def test_who_has_left_is_passed_over(self, world: World, officer: Browser) -> None:
        code = hands(officer, "负责人").path.rpartition("/")[2]
        row = DirectoryRow.get("contact#water_bureau", "leader")
        row.delete()
        directory.forget()
        try:
            world.settle()
            assert world.texts()[-1][0] == LIAISON
            assert "跟进" not in officer.get(f"/u/orders/{code}").text.partition("居民怎么说")[0]
        finally:
            row.save()
            directory.forget()


def the_request(world: World) -> Request:
    """The first one."""
    return world.request(world.images()[0]["request_id"]["S"])


def facts(world: World) -> list[OrderAssigned]:
    request = the_request(world)
    return [fact for fact in request.facts if isinstance(fact, OrderAssigned)]


class TestAway:
    def test_the_next_contact_is_named_and_told(self, world: World, officer: Browser) -> None:
        page = away(officer, 0, 2)
        assert (page.status, page.path) == (200, "/u/away")
        assert "2026年3月9日" in page.text.replace(" ", "") or "3月9日" in page.text.replace(" ", "")
        assert "消息先发给负责人" in page.text
        reports(world.browser())
        world.settle()
        assert [to for to, words in world.texts() if "吹哨" in words] == [LIAISON, LEADER]

    def test_it_ends_by_itself_and_by_a_press(self, world: World, officer: Browser) -> None:
        away(officer, 0, 0)
        world.later(DAY)
        directory.forget()
        reports(world.browser())
        world.settle()
        assert world.texts()[-1][0] == LIAISON

    def test_i_am_back(self, world: World, officer: Browser) -> None:
        away(officer, 0, 9)
        page = officer.submit("/u/away/back")
        assert "我回来了" not in page.text
        assert list(DirectoryRow.query(AWAY)) == []
        reports(world.browser())
        world.settle()
        assert world.texts()[-1][0] == LIAISON

    def test_getting_it_changes_nothing(self, officer: Browser) -> None:
        officer.get("/u/away?since=2026-03-09&until=2026-03-10")
        assert list(DirectoryRow.query(AWAY)) == []

    @pytest.mark.parametrize(
        ("since", "until", "said"),
        [
            ("", "", "请选一个日期"),
            ("2026-03-10", "2026-03-09", "不能早于"),
            ("2026-03-01", "2026-03-08", "已经过去"),
            ("2026-03-09", "2027-03-20", "最多写 366 天"),
            ("soon", "2026-03-10", "请填一个日期"),
        ],
    )
    def test_what_can_not_be_loses_nothing_typed(self, officer: Browser, since: str, until: str, said: str) -> None:
        officer.get("/u/away")
        page = officer.submit("/u/away", since=since, until=until)
        assert page.status == 422
        assert said in page.text
        assert page.form("/u/away").fields["until"] == until
        assert list(DirectoryRow.query(AWAY)) == []

    def test_nobody_comes_in_without(self, world: World) -> None:
        assert world.browser().get("/u/away").path == "/u"
        assert world.browser().post("/u/away", since="2026-03-09", until="2026-03-10").status == 403

    def test_one_on_duty_stays_where_somebody_answers_at_any_hour(self, world: World) -> None:
        request = reports(world.browser(), category="gas_leak")
        world.settle()
        officer = world.browser()
        officer.get("/u")
        code = world.request(request).orders[0].code
        assert officer.submit("/u", code=code, last_four="0204").status == 200
        page = away(officer, 0, 1)
        assert page.status == 422
        assert "值班的都不在" in page.text
        assert not any(it.away for it in directory.contacts(GAS_COMPANY.id))

    def test_where_everybody_is_away_the_usual_order_holds(self, world: World, officer: Browser) -> None:
        away(officer, 0, 2)
        leader = world.browser()
        leader.get("/u")
        request = the_request(world)
        leader.submit("/u", code=request.orders[0].code, last_four=LEADER[-4:])
        assert away(leader, 0, 2).status == 200
        reports(world.browser())
        world.settle()
        assert world.texts()[-1][0] == LIAISON
        assert "消息还是发给您" in officer.get("/u/away").text

    def test_the_edition_tells_an_edit_at_the_desk_that_something_has_changed(self, officer: Browser) -> None:
        before = edition()
        away(officer, 0, 2)
        assert edition() == before + 1
        away(officer, 0, 2)
        assert edition() == before + 1

    def test_a_colleague_who_is_away_is_not_offered(self, world: World, officer: Browser) -> None:
        order, request = officer.page.path, the_request(world)
        leader = world.browser()
        leader.get("/u")
        leader.submit("/u", code=request.orders[0].code, last_four=LEADER[-4:])
        away(leader, 0, 1)
        assert "交给同事" not in officer.get(order).text

    def test_the_morning_email_goes_to_somebody_who_is_there(self, world: World, officer: Browser) -> None:
        row = DirectoryRow.get("contact#water_bureau", "leader")
        before = dict(row.data)
        row.data = before | {"email": "leader@water_bureau.example"}
        row.save()
        directory.forget()
        try:
            away(officer, 0, 2)
            world.hand(digests.main, {"unit": "water_bureau", "day": "2026-03-10", "period": "2026-03-10"})
            assert world.emails()[-1]["To"] == "leader@water_bureau.example"
        finally:
            row.data = before
            row.save()
            directory.forget()


def edition() -> int:
    return next((int(row.version) for row in DirectoryRow.query("edition")), 0)


def test_reading_them_is_consistent(officer: Browser) -> None:
    away(officer, 0, 2)
    assert [it.id for it in absences.contacts("water_bureau") if it.away] == ["liaison"]
    assert [it.id for it in directory.contacts("water_bureau") if it.away] == ["liaison"]
