"""What keeps coming back: proposed at the desk with its cases, declared, worked on step by step, read by everybody."""

from datetime import date

import pytest

from functions.programmes import decide
from functions.programmes.decide import Decided
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.programme import Matter, Sentence
from functions.shared.domain.recurring import About
from functions.shared.edge.clock import now
from functions.shared.tables import directory, programmes
from functions.shared.tables.connection import client
from functions.shared.tables.programmes import declared
from functions.shared.tables.recurring import quiet_places, recurring_in
from tests.builders import DAY, STAFF, a_press, explained, rejected, reopened, solved, withdrawn
from tests.http_client import Browser, Page
from tests.meter import Meter

from .people import happens, reports
from .test_desk import does as acts
from .test_desk import files
from .world import World

HOME = "/desk/programmes"
ABOUT = About("longwangmiao", "ankang", "litter")
MATTER = f"{HOME}/{ABOUT.id}"
PUBLIC = "/results/programmes"
GOAL = "东墙外三个月里不再堆垃圾"


@pytest.fixture(autouse=True)
def quiet_desk(world: World) -> None:
    world.desk_answers = False


def three(world: World, **typed: str) -> list[str]:
    return [files(world, **typed) for _ in range(3)]


def declares(browser: Browser, matter: str = MATTER, **typed: str) -> Page:
    browser.get(f"{matter}/declare")
    usual = {"owner": "water_bureau", "zh": GOAL, "en": "No heaps", "due": "2026-05"}
    return browser.submit(f"{matter}/declare", **(usual | typed))


def does(browser: Browser, act: str, matter: str = MATTER, **typed: str) -> Page:
    browser.get(f"{matter}/{act}")
    page = browser.submit(f"{matter}/{act}", **typed)
    assert (page.status, page.path) == (200, matter), page.text
    return page


def running(world: World) -> Browser:
    three(world)
    lead = world.staff("lead")
    assert declares(lead).path == MATTER
    return lead


def facts(world: World) -> list[str]:
    return sorted(item["name"]["S"] for item in world.items("programmes") if item["sort"]["S"].startswith("FACT#"))


def proposed(world: World, community: str = "longwangmiao") -> list[tuple[str, int, int]]:
    return [(it.about.id, it.count, it.residents) for it in recurring_in(community, now())]


def test_three_of_a_kind_are_proposed_with_their_cases(world: World) -> None:
    codes = three(world)
    for staff, decides in (("clerk", False), ("supervisor", False), ("lead", True), ("county", True)):
        browser = world.staff(staff)
        assert MATTER in browser.get(HOME).html, staff
        page = browser.get(MATTER)
        assert all(f"/desk/cases/{code}" in page.html for code in codes), staff
        assert (f"{MATTER}/declare" in page.html) is decides, staff
    assert HOME in world.staff("clerk").get("/desk").html


def test_each_sees_their_own_and_nobody_else_any(world: World) -> None:
    three(world)
    tiezhi = world.staff("tiezhi_clerk")
    assert MATTER not in tiezhi.get(HOME).html
    for address in (MATTER, f"{HOME}?community=longwangmiao"):
        assert tiezhi.get(address).status == 403, address
    for address in (HOME, MATTER, f"{MATTER}/declare"):
        assert world.staff("admin").get(address).status == 403, address
        assert world.browser().once(address)["statusCode"] == 303, address
    assert world.staff("county").get(f"{HOME}?community=tiezhi").html.count(MATTER) == 0


@pytest.mark.parametrize("staff", ["clerk", "supervisor"])
def test_who_may_not_decide_is_refused_form_or_no_form(world: World, staff: str) -> None:
    three(world)
    browser = world.staff(staff)
    assert browser.get(f"{MATTER}/declare").status == 403
    assert browser.post(f"{MATTER}/declare", {"token": "x", "zh": GOAL}).status == 403
    assert facts(world) == []


@pytest.mark.parametrize(
    "address",
    [
        f"{HOME}/longwangmiao.ankang.gone",
        f"{HOME}/longwangmiao.tiezhi_jiangnan.litter",  # of another community
        f"{HOME}/gone.ankang.litter",
        f"{HOME}/x",
        f"{MATTER}/burn",
        f"{HOME}/longwangmiao.ankang.lighting",  # nothing of it repeats, and nothing was ever decided
    ],
)
def test_addresses_of_nothing(world: World, address: str) -> None:
    three(world)
    assert world.staff("lead").get(address).status == 404


def test_declared_it_has_an_owner_and_everybody_reads_it(world: World) -> None:
    lead = running(world)
    assert "立项" in lead.page.text
    for page in (lead.page, world.staff("clerk").get(MATTER), world.browser().get(PUBLIC)):
        for text in (GOAL, "县水务局", "2026年5月", "3 件"):
            assert text in page.text, text
    assert "No heaps" in world.browser(language="en").get(PUBLIC).text
    assert "龙王庙社区负责人" in lead.page.text  # who decided, at the desk alone
    assert "负责人" not in world.browser().get(PUBLIC).html.partition("<main")[2]
    assert PUBLIC in world.browser().get("/results").html
    assert proposed(world) == []
    assert [it.owner for it in declared("longwangmiao", now())] == ["water_bureau"]
    assert declared("tiezhi", now()) == ()


def test_everything_that_is_wrong_is_named_and_nothing_typed_is_lost(world: World) -> None:
    three(world)
    lead = world.staff("lead")
    page = declares(lead, owner="", zh=" ", due="")
    assert page.status == 422
    for field in ("owner", "zh", "due"):
        assert f'href="#{field}"' in page.html, field
    assert page.form("/declare").fields["en"] == "No heaps"
    for owner, due in (("county_office", "2026-05"), ("gone", "2026-05"), ("water_bureau", "2020-01")):
        fields = page.form("/declare").fields | {"owner": owner, "zh": GOAL, "due": due}
        assert lead.post(f"{MATTER}/declare", fields).status == 422, (owner, due)
    assert facts(world) == []


def test_a_sentence_that_may_name_somebody_is_looked_over_first(world: World) -> None:
    three(world)
    lead = world.staff("lead")
    page = declares(lead, zh="请王师傅清理")
    assert page.status == 422
    assert "王师傅" in page.form("/declare").fields["zh"]
    assert lead.submit("/declare", looked_over="yes").path == MATTER


def test_two_leads_at_once(world: World) -> None:
    """The second is told, and what they wrote is there to be taken along."""
    three(world)
    lead, county = world.staff("lead"), world.staff("county")
    county.get(f"{MATTER}/declare")
    assert declares(lead).path == MATTER
    page = county.submit("/declare", owner="red_cross", zh="请红十字会来管", due="2026-06")
    assert page.status == 422
    assert "刚刚立了项" in page.text
    assert "请红十字会来管" in page.text
    assert facts(world) == ["Declared"]
    assert "红十字会" not in world.browser().get(PUBLIC).text


def test_the_second_step_of_two_is_told_what_the_first_was_and_then_goes(world: World) -> None:
    lead, county = running(world), world.staff("county")
    county.get(f"{MATTER}/step")
    does(lead, "step", day="2026-03-10", zh="清了一遍")
    page = county.submit("/step", day="2026-03-12", zh="装了围栏")
    assert page.status == 422
    assert "清了一遍" in page.text
    assert page.form("/step").fields["zh"] == "装了围栏"
    assert county.submit("/step").path == MATTER
    shown = world.browser().get(PUBLIC).text
    assert shown.index("清了一遍") < shown.index("装了围栏")


def test_whoever_writes_second_in_the_same_moment_is_told(world: World) -> None:
    """Both have read the same; the place in the order is the lock."""
    running(world)

    def add(matter: Matter, words: str, cause: Cause) -> Decided:
        said = Sentence(words)
        return decide.add_step(matter, day=date(2026, 3, 10), said=said, cause=cause, now=now(), by=STAFF)

    def late(matter: Matter) -> Decided:
        other = a_press("step")
        programmes.change(ABOUT, other, 1, lambda it: add(it, "先写的", other))
        return add(matter, "后写的", a_press("step"))

    with pytest.raises(Refused, match="changed_since"):
        programmes.change(ABOUT, a_press("step"), 1, late)
    assert facts(world) == ["Declared", "StepAdded"]
    assert [line.said for line in programmes.load(ABOUT).programmes[0].steps] == [Sentence("先写的")]
    assert "后写的" not in world.browser().get(PUBLIC).text


def test_pressed_twice_it_is_once(world: World) -> None:
    three(world)
    lead = world.staff("lead")
    lead.get(f"{MATTER}/declare")
    twin = lead.another_window()
    said = {"owner": "water_bureau", "zh": GOAL, "en": "", "due": "2026-05"}
    assert lead.submit("/declare", **said).path == twin.submit("/declare", **said).path == MATTER
    lead.get(f"{MATTER}/step")
    twin = lead.another_window()
    for window in (lead, twin):
        assert window.submit("/step", day="2026-03-10", zh="清了一遍").path == MATTER
    assert facts(world) == ["Declared", "StepAdded"]


def test_set_aside_until_it_grows(world: World) -> None:
    three(world)
    lead = world.staff("lead")
    lead.get(f"{MATTER}/dismiss")
    assert "请选一个原因" in lead.submit("/dismiss").text
    does(lead, "dismiss", dismiss_reason="in_hand")
    assert proposed(world) == []
    assert "已经有人在办" in world.staff("clerk").get(HOME).text
    world.later(DAY)
    for more in range(3):
        assert proposed(world) == [], more
        files(world)
    assert proposed(world) == [(ABOUT.id, 6, 6)]


def test_two_set_it_aside_at_once(world: World) -> None:
    three(world)
    lead, county = world.staff("lead"), world.staff("county")
    county.get(f"{MATTER}/dismiss")
    does(lead, "dismiss", dismiss_reason="in_hand")
    page = county.submit("/dismiss", dismiss_reason="once")
    assert page.status == 422
    assert "刚刚有人看过" in page.text
    assert "已经有人在办" in page.text
    assert facts(world) == ["Dismissed"]


def test_a_result_and_then_only_what_comes_after_counts(world: World) -> None:
    lead = running(world)
    does(lead, "finish", zh="四个月没有再堆过")
    assert "四个月没有再堆过" in world.browser().get(PUBLIC).text
    assert "有了结果" in world.browser().get(PUBLIC).text
    assert proposed(world) == []
    assert lead.get(f"{MATTER}/step").status == 422  # it has ended: said, with how things stand
    world.later(DAY)
    three(world)
    assert proposed(world) == [(ABOUT.id, 3, 3)]
    assert declares(world.staff("lead"), zh="再立一次").path == MATTER
    shown = world.browser().get(PUBLIC).text
    assert shown.index("四个月没有再堆过") < shown.index("再立一次")


def test_without_a_result_and_how_long_it_is_told(world: World) -> None:
    lead = running(world)
    does(lead, "end", end_reason="no_money")
    assert "没有经费" in world.browser().get(PUBLIC).text
    for days, letters, listed in ((31, 1, True), (1, 0, True), (335, 0, False)):
        world.later(days * DAY)
        assert len(declared(None, now())) == letters, days
        assert ("没有经费" in world.browser().get(PUBLIC).text) is listed, days


def test_a_sentence_is_taken_away_for_good(world: World) -> None:
    lead = running(world)
    does(lead, "step", day="2026-03-10", zh="去了东边第三户")
    lead.get(f"{MATTER}/take_away")
    page = lead.submit("/take_away", of="2")
    assert page.path == MATTER
    assert "撤下了一句话" in page.text
    for text in (page.text, world.browser().get(PUBLIC).text, str(world.items("programmes"))):
        assert "第三户" not in text
    assert GOAL in page.text
    assert lead.post(f"{MATTER}/take_away", lead.get(f"{MATTER}/take_away").form("/take_away").fields | {"of": "2"})
    assert lead.page.status == 422


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", "", "someday"])
def test_a_step_on_no_day(world: World, day: str) -> None:
    lead = running(world)
    lead.get(f"{MATTER}/step")
    page = lead.submit("/step", day=day, zh="清了一遍")
    assert page.status == 422
    assert 'href="#day"' in page.html
    assert page.form("/step").fields["zh"] == "清了一遍"


def test_what_was_taken_back_does_not_count_and_what_was_undone_does(world: World) -> None:
    first, second, _ = three(world)
    happens(first, withdrawn())
    world.settle()
    assert proposed(world) == []
    files(world)
    assert proposed(world) == [(ABOUT.id, 3, 3)]
    happens(second, rejected())
    world.settle()
    assert proposed(world) == []
    happens(second, reopened(nobody=True))
    world.settle()
    assert proposed(world) == [(ABOUT.id, 3, 3)]


def test_what_has_closed_counts_by_its_public_copy(world: World) -> None:
    world.desk_answers = True
    first, second, third = three(world)
    world.settle()
    for code in (first, second):
        acts(world, code, "take")
        acts(world, code, "done", public_words="清了两车")
        happens(code, solved())
    happens(third, explained())
    world.settle()
    assert proposed(world) == [(ABOUT.id, 3, 3)]
    assert all(f"/desk/cases/{code}" in world.staff("lead").get(MATTER).html for code in (first, second, third))
    world.later(91 * DAY)
    assert proposed(world) == []


def joins(world: World, code: str, telephone: str) -> str:
    browser = world.staff("clerk")
    browser.get("/desk/file")
    page = browser.submit(
        "/desk/file", channel="phone", words="楼下垃圾没人管", place="compound:ankang", category="litter",
        telephone=telephone, act="file",
    )  # fmt: skip
    assert "同一件吗" in page.text
    return browser.submit("/desk/file", joins=code, act="file").path.rpartition("/")[2]


def test_one_that_four_residents_have_open_and_closed(world: World) -> None:
    world.desk_answers = True
    code = files(world)
    world.settle()
    for number in range(3):
        assert proposed(world) == [], number
        joins(world, code, f"1540000900{number}")
    world.settle()
    assert proposed(world) == [(ABOUT.id, 1, 4)]
    acts(world, code, "take")
    acts(world, code, "done", public_words="清了两车")
    happens(code, solved())
    world.settle()
    assert proposed(world) == [(ABOUT.id, 1, 4)]


def test_who_is_set_free_again_counts_alone(world: World) -> None:
    """It ended without work: the three who were with it are requests of their own."""
    code = files(world)
    world.settle()
    for number in range(3):
        joins(world, code, f"1540000900{number}")
    happens(code, explained())
    world.settle()
    assert proposed(world) == [(ABOUT.id, 4, 4)]


def test_never_public_is_for_the_desk_alone_and_without_a_place(world: World) -> None:
    hidden = f"{HOME}/longwangmiao..gas_check"
    codes = [files(world, category="gas_check") for _ in range(6)]
    happens(codes[0], withdrawn())
    happens(codes[1], explained())
    world.settle()
    assert proposed(world) == [("longwangmiao..gas_check", 5, 5)]
    lead = world.staff("lead")
    page = lead.get(hidden)
    assert [code for code in codes if f"/desk/cases/{code}" in page.html] == codes[2:]
    assert "安康小区" not in page.html.partition("<main")[2]
    assert declares(lead, hidden).path == hidden
    assert "不公开" in lead.page.text
    shown = world.browser().get(PUBLIC)
    assert GOAL not in shown.text
    assert "燃气检查" not in shown.text
    (kept,) = declared("longwangmiao", now())
    assert not kept.public
    assert programmes.public_ones(now() - DAY) == ()


def test_what_perhaps_no_person_wrote_counts_once_somebody_has_looked(world: World) -> None:
    codes = {
        category: [
            reports(world.browser(address=f"198.51.100.{n}"), category=category, homepage="http://x.example")
            for n in range(5)
        ]
        for category in ("litter", "gas_check")
    }
    world.settle()
    assert len([item for item in world.items("requests") if "doubted" in item]) == 10
    assert proposed(world) == []
    for code in codes["litter"]:
        acts(world, code, "check", finding="as_reported")
    assert proposed(world) == [(ABOUT.id, 5, 5)]


def test_quiet_places(world: World) -> None:
    assert quiet_places(now()).communities == ("longwangmiao", "tiezhi")
    assert quiet_places(now()).stations == ("ankang_station",)
    files(world)
    page = world.staff("county").get(HOME)
    assert quiet_places(now()).communities == ("tiezhi",)
    assert quiet_places(now()).stations == ("ankang_station",)
    assert "没有声音不等于满意" in page.text
    assert "铁指社区" in page.text.partition("没有声音的地方")[2]
    assert "铁指社区" not in world.staff("clerk").get(HOME).text.partition("没有声音的地方")[2]
    files(world, "station_clerk", channel="station", station="ankang_station", word="2468")
    assert quiet_places(now()).stations == ()
    world.later(90 * DAY)
    assert quiet_places(now()).stations == ()
    world.later(DAY)
    assert quiet_places(now()) == quiet_places(now(), ("longwangmiao", "tiezhi"))
    assert quiet_places(now()).stations == ("ankang_station",)


def test_what_was_long_ago_costs_nothing(world: World) -> None:
    """The lists are cut by their keys: what came and went before the 90 days is not read."""

    def reads() -> list[tuple[str, str]]:
        directory.forget()
        meter = Meter()
        meter.attach(client())
        assert world.staff("county").get(HOME).status == 200
        meter.detach(client())
        return meter.reads

    empty = reads()
    assert len(empty) < 40
    for _ in range(4):
        happens(files(world), explained())
    world.settle()
    assert proposed(world) != []
    world.later(200 * DAY)
    assert sorted(reads()) == sorted(empty)
    assert all(operation != "Scan" for _, operation in empty)
