"""What leaders, communities and the county get each week, month and year: to whom, once, and stopped by one press."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from functions.digests import plan_handler, send_handler
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Retry, SlowDown
from functions.shared.gateways.email import Letter
from functions.shared.tables import digests, directory, suppressions
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.directory_items import contact_kind
from tests.builders import DAY, NOON, a_code, accepted, done, not_solved, whistled
from tests.county import GAS_CHECK, RED_CROSS, WATER_BUREAU

from .test_ledger import CODE, filed
from .world import World

MONDAY = datetime(2026, 3, 16, 0, 30, tzinfo=UTC)  # 08:30 in the county, the week after tests' Monday
APRIL = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)


def sent(world: World, letter: str = "") -> list[EmailMessage]:
    """What goes out when `letter`, or all that is due, is planned now."""
    before = len(world.emails())
    plan_handler.main({"letter": letter} if letter else {}, None)
    assert world.hand(send_handler.main, *world.bodies("digests")) == []
    return world.emails()[before:]


def words(email: EmailMessage) -> str:
    part = email.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html(email: EmailMessage) -> str:
    part = email.get_body(("html",))
    assert part is not None
    return str(part.get_content())


class TestACommunitysWeek:
    def test_goes_to_each_post_of_that_community(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        emails = sent(world, "community_week")
        assert sorted(email["To"] for email in emails) == [
            "clerk@desk.example",
            "lead@desk.example",
            "station@desk.example",
        ]
        assert all("龙王庙社区" in email["Subject"] for email in emails)

    def test_says_who_is_late_and_links_to_the_case(self, world: World) -> None:
        filed(whistled(to=RED_CROSS, accept_by=NOON))
        world.until(MONDAY)
        email = sent(world, "community_week")[0]
        assert "县红十字会" in words(email)
        assert f"/desk/cases/{CODE}" in words(email)
        assert f"/desk/cases/{CODE}" in html(email)
        assert "塑料袋" not in words(email) + html(email), "nothing that the resident said"
        assert "?k=" not in words(email), "what opens a unit's order is the unit's alone"

    def test_a_quiet_community_gets_none(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        assert not [it for it in sent(world, "community_week") if "tiezhi" in it["To"]]

    def test_once_for_each_period_whatever_happens(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        assert len(sent(world, "community_week")) == 3
        assert sent(world, "community_week") == []
        world.until(MONDAY + DAY)
        assert sent(world, "community_week") == [], "the same week"
        world.until(MONDAY + 7 * DAY)
        assert len(sent(world, "community_week")) == 3

    def test_a_month_has_the_rates_by_due_day(self, world: World) -> None:
        filed(whistled(to=RED_CROSS, answer_by=NOON + DAY), accepted(), done())
        world.until(APRIL)
        email = sent(world, "community_month")[0]
        assert email["Subject"] == "龙王庙社区 · 社区月报（2026年3月）"
        assert "按时接单率：100.00% (1/1)" in words(email)

    def test_who_works_elsewhere_by_now_gets_none(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        message = {"letter": "community_week", "of": "tiezhi", "to": "staff:clerk", "day": "2026-03-16", "period": "x"}
        assert world.hand(send_handler.main, message, message | {"to": "staff:nobody"}) == []
        assert world.emails() == []


class TestTheCountys:
    def test_goes_to_the_countys_posts_and_says_what_to_decide(self, world: World) -> None:
        filed(whistled(to=RED_CROSS, accept_by=NOON))
        world.until(MONDAY)
        (email,) = sent(world, "county_week")
        assert email["To"] == "county@desk.example"
        for part in (words(email), html(email)):
            assert "需您定的事" in part
            assert "县红十字会" in part
            assert "铁指社区" in part, "silence is shown too"
            assert "塑料袋" not in part

    def test_a_year_is_compared_with_the_year_before(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        assert sent(world, "county_year")[0]["Subject"].startswith("绛县 · 全县年报（2025年）")

    def test_adds_up_the_money_that_units_say_they_raised(self, world: World) -> None:
        filed(whistled(to=RED_CROSS), accepted(), done(raised=4500), not_solved(), done(raised=500))
        world.until(MONDAY)
        (email,) = sent(world, "county_week")
        heading, theirs = "单位自筹的钱（单位自己报的）", "元，这期 / 上期 5,000 / 0"
        assert f"{heading}\n- 县红十字会：{theirs}\n- 一共：{theirs}" in words(email)
        assert "5,000 / 0" in html(email)
        assert "自筹" not in words(sent(world, "community_week")[0])

    def test_names_the_units_that_nothing_reaches(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        rows = [DirectoryRow.get(contact_kind("red_cross"), it) for it in ("liaison", "leader")]
        try:
            for row in rows:
                row.delete()
            directory.forget()
            world.until(MONDAY)
            text = words(sent(world, "county_week")[0])
        finally:
            for row in rows:
                DirectoryRow(row.kind, row.id, order=row.order, data=row.data).save()
            directory.forget()
        assert "联系不上的单位 (1)\n- 县红十字会" in text


def test_a_leader_is_told_each_week_what_is_late(world: World, leader_has_email: None) -> None:
    filed(whistled(to=WATER_BUREAU, accept_by=NOON))
    world.until(MONDAY)
    (email,) = sent(world, "leader")
    assert email["To"] == "leader@water.example"
    assert "现在超时的 (1)" in words(email)
    assert "?k=" in words(email), "for the unit itself"


@pytest.fixture
def leader_has_email(world: World) -> Any:
    row = DirectoryRow.get(contact_kind("water_bureau"), "leader")
    changed = row.data | {"email": "leader@water.example"}
    DirectoryRow(row.kind, row.id, order=row.order, data=changed).save()
    directory.forget()
    yield
    DirectoryRow(row.kind, row.id, order=row.order, data=row.data).save()
    directory.forget()


class TestAUnitsMorningByText:
    """A contact who likes texts best."""

    @pytest.fixture(autouse=True)
    def likes_texts(self, liaison: Any) -> None:
        liaison(prefers=["sms"])

    def test_when_something_is_late_or_due_today(self, world: World) -> None:
        filed(whistled(to=WATER_BUREAU, accept_by=NOON))
        world.until(NOON + DAY)
        assert sent(world, "unit") == []
        ((number, text),) = world.texts()
        assert number == "+8615400000101"
        assert text.startswith("【蒲公英】今天要紧的哨单有1件")

    def test_and_else_nothing(self, world: World) -> None:
        filed(whistled(to=WATER_BUREAU, accept_by=NOON + 9 * DAY))
        world.until(NOON + DAY)
        assert sent(world, "unit") == []
        assert world.texts() == []


class Robot:
    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def send(self, key: str, words: str) -> str:
        self.said.append((key, words))
        return "robot-1"


def test_a_groups_robot_says_numbers_and_codes_and_no_link_that_opens(
    world: World, liaison: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    liaison(robot="0b1c", prefers=["robot"])
    robot = Robot()
    monkeypatch.setattr(providers, "robot", lambda: robot)
    for number in range(30):
        filed(whistled(to=WATER_BUREAU, accept_by=NOON), code=a_code(text=f"one of many {number}"))
    world.until(NOON + DAY)
    assert sent(world, "unit") == []
    ((key, said),) = robot.said
    assert key == "0b1c"
    assert said.startswith("县水务局：30 件事等着办（超时 30，今天到期 0）")
    assert "?k=" not in said
    assert said.endswith("/u")
    assert len(said.encode()) <= 2048


class Unreachable:
    def __init__(self, *, maybe_sent: bool) -> None:
        self.maybe_sent = maybe_sent

    def send(self, key: str, words: str) -> str:
        raise Retry("unreachable", maybe_sent=self.maybe_sent)


@pytest.mark.parametrize(("maybe_sent", "mailed"), [(False, ["duty@water.example"]), (True, [])])
def test_a_robot_that_cannot_be_reached_holds_no_letter_up_unless_it_may_have_said_it(
    world: World, liaison: Any, monkeypatch: pytest.MonkeyPatch, maybe_sent: bool, mailed: list[str]
) -> None:
    liaison(robot="0b1c", email="duty@water.example", prefers=["robot"])
    monkeypatch.setattr(providers, "robot", lambda: Unreachable(maybe_sent=maybe_sent))
    filed(whistled(to=WATER_BUREAU, accept_by=NOON))
    world.until(NOON + DAY)
    plan_handler.main({"letter": "unit"}, None)
    assert len(world.hand(send_handler.main, *world.bodies("digests"))) == int(maybe_sent)
    assert [email["To"] for email in world.emails()] == mailed


def test_what_is_never_public_is_told_no_nearer_than_its_community(world: World) -> None:
    filed(whistled(to=WATER_BUREAU, accept_by=NOON), category=GAS_CHECK)
    world.until(MONDAY)
    text = words(sent(world, "community_week")[0])
    assert "龙王庙社区 燃气检查" in text
    assert "安康小区" not in text


class TestStopping:
    def link(self, world: World) -> str:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        email = next(it for it in sent(world, "community_week") if it["To"] == "lead@desk.example")
        assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        found = re.search(r"/letters/stop\?l=\S+", words(email))
        assert found is not None
        assert email["List-Unsubscribe"].endswith(f"{found[0]}>")
        return found[0]

    def next_week(self, world: World) -> list[str]:
        world.until(MONDAY + 7 * DAY)
        return sorted(email["To"] for email in sent(world, "community_week"))

    def test_opening_the_link_stops_nothing(self, world: World) -> None:
        page = world.browser().get(self.link(world))
        assert "不想再收社区周报？" in page.text
        assert "lead@desk.example" in self.next_week(world)

    def test_one_press_stops_this_letter_for_this_reader(self, world: World) -> None:
        browser = world.browser()
        browser.get(self.link(world))
        assert "停了" in browser.submit("/letters/stop").text
        assert self.next_week(world) == ["clerk@desk.example", "station@desk.example"]
        world.until(APRIL)
        assert "lead@desk.example" in [email["To"] for email in sent(world, "community_month")], "another letter"

    @pytest.mark.parametrize("as_multipart", [False, True])
    def test_the_mailboxs_own_button(self, world: World, as_multipart: bool) -> None:
        """RFC 8058: a POST to the address itself, with nothing of ours in it."""
        form, kind = "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
        if as_multipart:
            kind = "multipart/form-data; boundary=b"
            form = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
        assert world.browser().send(self.link(world), form, kind).status == 200
        assert "lead@desk.example" not in self.next_week(world)

    def test_wanted_again_after_all(self, world: World) -> None:
        browser = world.browser()
        browser.get(self.link(world))
        browser.submit("/letters/stop")
        browser.submit("/letters/again")
        assert "lead@desk.example" in self.next_week(world)

    def test_somebody_elses_token_is_none(self, world: World) -> None:
        link = self.link(world)
        assert world.browser().get(link[:-3] + "AAA").status == 404


class TestWhatGoesWrong:
    def test_too_fast_for_the_service_it_is_tried_again_and_nobody_gets_two(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        plan_handler.main({"letter": "community_week"}, None)
        messages = world.bodies("digests")
        full = Full(providers.email())
        monkeypatch.setattr(providers, "email", lambda: full)
        assert world.hand(send_handler.main, *messages) == [2], "one of three was too much at once"
        assert world.hand(send_handler.main, *messages) == []
        assert sorted(full.to) == ["clerk@desk.example", "lead@desk.example", "station@desk.example"]

    def test_killed_after_claiming_it_goes_out_once_the_lease_is_over(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        assert digests.claim("staff:lead", "community_week:2026-03-09", MONDAY)
        plan_handler.main({"letter": "community_week"}, None)
        messages = world.bodies("digests")
        assert len(world.hand(send_handler.main, *messages)) == 1
        world.until(MONDAY + digests.LEASE)
        assert world.hand(send_handler.main, *messages) == []
        assert len(world.emails()) == 3

    def test_an_address_that_refuses_us_is_not_written_to(self, world: World) -> None:
        filed(whistled(to=RED_CROSS))
        world.until(MONDAY)
        suppressions.add("lead@desk.example", "bounced", MONDAY)
        assert [it["To"] for it in sent(world, "community_week") if it["To"] == "lead@desk.example"] == []


class Full:
    """The service takes two letters, then refuses one as too much at once, and takes the rest."""

    def __init__(self, real: Any) -> None:
        self.real, self.to, self.tries = real, [], 0  # type: ignore[var-annotated]

    def send(self, letter: Letter) -> str:
        self.tries += 1
        if self.tries == 3:
            raise SlowDown("too fast")
        self.to.append(letter.to)
        return str(self.real.send(letter))


class TestTheDesksPage:
    def test_shows_what_a_community_would_get(self, world: World) -> None:
        filed(whistled(to=RED_CROSS, accept_by=NOON))
        world.until(MONDAY)
        clerk = world.staff("clerk")
        page = clerk.get("/desk/digests")
        assert "社区周报" in page.text
        assert "全县周报" not in page.text
        assert "县红十字会" in clerk.get("/desk/digests/community_week?of=longwangmiao").text
        assert "县红十字会" in clerk.get("/desk/digests/community_week/text?of=longwangmiao").html
        assert world.emails() == [], "looking sends nothing"

    def test_anothers_and_the_countys_are_not_theirs(self, world: World) -> None:
        clerk = world.staff("clerk")
        assert clerk.get("/desk/digests/community_week?of=tiezhi").status == 403
        for address in ("county_week", "county_week/text", "county_week/sheet"):
            assert clerk.get(f"/desk/digests/{address}").status == 403
        assert world.staff("admin").get("/desk/digests").status == 403

    @pytest.mark.parametrize("letter", ["unit", "leader", "nothing", "county_week/nothing"])
    def test_what_units_get_is_shown_to_nobody(self, world: World, letter: str) -> None:
        assert world.staff("county").get(f"/desk/digests/{letter}").status == 404

    @pytest.mark.parametrize("letter", ["county_week", "county_month", "county_year"])
    def test_the_countys_with_its_sheet(self, world: World, letter: str) -> None:
        filed(whistled(to=RED_CROSS, accept_by=NOON))
        world.until(MONDAY)
        county = world.staff("county")
        sheet = county.get(f"/desk/digests/{letter}/sheet")
        assert "需您定的事" in sheet.text
        assert "需您定的事" in county.get(f"/desk/digests/{letter}").text
        assert sheet.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")

    def test_of_a_community_there_is_no_sheet(self, world: World) -> None:
        assert world.staff("clerk").get("/desk/digests/community_week/sheet?of=longwangmiao").status == 404
