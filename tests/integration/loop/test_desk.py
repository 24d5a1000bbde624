"""The desk, used as staff use it: filing for somebody else, the queue, a case and what is done with it."""

from datetime import timedelta

import pytest

from functions.desk.offers import OFFERS
from functions.shared.domain.permissions import may
from functions.shared.edge.clock import now
from infra.tools.verify_tables import verify
from tests.builders import DAY, HOUR
from tests.county import ADMIN, CLERK, COUNTY_STAFF, LEAD, OFFICE, SUPERVISOR, TIEZHI_CLERK, WATER_BUREAU
from tests.http_client import Browser, Page

from .people import TELEPHONE, WORDS, enters, reports
from .world import World

STAFF = (CLERK, LEAD, TIEZHI_CLERK, COUNTY_STAFF, SUPERVISOR, ADMIN)


def files(world: World, staff: str = "clerk", **typed: str) -> str:
    """A caller's request; answers with its code."""
    browser = world.staff(staff)
    browser.get("/desk/file")
    usual = {"channel": "phone", "words": WORDS, "place": "compound:ankang", "category": "litter", "act": "file"}
    page = browser.submit("/desk/file", **(usual | typed))
    return code_of(page if "同一件吗" not in page.text else browser.submit("/desk/file", joins="", act="file"))


def code_of(page: Page) -> str:
    assert page.path.startswith("/desk/cases/"), page.text
    return page.path.rpartition("/")[2]


def does(world: World, code: str, act: str, staff: str = "clerk", **typed: str) -> Browser:
    """Somebody does `act` with a case through its form, and it works."""
    browser = world.staff(staff)
    browser.get(f"/desk/cases/{code}" if act in ("send", "agenda") else f"/desk/cases/{code}/{act}")
    page = browser.submit(f"/desk/cases/{code}/{act}", **typed)
    assert (page.status, page.path) == (200, f"/desk/cases/{code}"), page.text
    world.settle()
    return browser


def at_work(world: World, **typed: str) -> str:
    """A caller's litter, whistled at once and taken by the water bureau as it told the desk."""
    code = files(world, **({"telephone": TELEPHONE} | typed))
    world.settle()
    does(world, code, "take")
    return code


def said_done(world: World, **typed: str) -> str:
    code = at_work(world, **typed)
    does(world, code, "done", public_words="清了两车")
    return code


@pytest.fixture(autouse=True)
def the_tables_agree(world: World) -> object:
    yield
    assert not verify().wrong


def test_a_caller_hears_who_will_do_it_and_by_when_while_still_on_the_line(world: World) -> None:
    browser = world.staff("clerk")
    browser.get("/desk/file")
    page = browser.submit(
        "/desk/file", channel="phone", words=WORDS, place="compound:ankang", category="litter",
        telephone=TELEPHONE, name="王阿姨", act="file",
    )  # fmt: skip
    assert "县水务局" in page.text
    assert "3月16日" in page.text
    code = code_of(page)
    world.settle()
    request = world.request(code)
    assert (request.state, request.filed.channel, request.filed.by) == ("whistled", "phone", "staff:clerk")
    assert request.filed.confirmed
    assert [to for to, _ in world.texts()] == [f"+86{TELEPHONE}", "+8615400000101"]


def test_pressed_twice_it_is_filed_once(world: World) -> None:
    browser = world.staff("clerk")
    browser.get("/desk/file")
    typed = {"channel": "phone", "words": WORDS, "place": "compound:ankang", "category": "litter", "act": "file"}
    window = browser.another_window()
    first = code_of(browser.submit("/desk/file", **typed))
    window.submit("/desk/file", **typed)
    assert code_of(window.submit("/desk/file", joins="", act="file")) == first


def test_everything_that_is_wrong_is_named_and_nothing_typed_is_lost(world: World) -> None:
    browser = world.staff("clerk")
    browser.get("/desk/file")
    page = browser.submit(
        "/desk/file", channel="station", words="", telephone="12", place_words="北门外", word="12a4", act="file"
    )
    assert page.status == 422
    for field in ("words", "place", "telephone", "word"):
        assert f'href="#{field}"' in page.html, field
    assert page.form("/desk/file").fields["place_words"] == "北门外"


def test_settled_on_the_spot(world: World) -> None:
    """当场办结: one press; no whistle, no text; a figure of the station's own."""
    world.desk_answers = False
    browser = world.staff("station_clerk")
    browser.get("/desk/file")
    page = browser.submit(
        "/desk/file", channel="station", words="想复印低保材料", place="community:longwangmiao", category="meals",
        telephone=TELEPHONE, answer="当场印好给他了", public_words="帮居民印好了材料", act="settle",
    )  # fmt: skip
    code = code_of(page)
    world.settle()
    request = world.request(code)
    assert (request.state, request.closed_as, request.orders) == ("closed", "settled", ())
    assert world.texts() == []
    assert [count.unit for count in request.counts if count.measure == "closed.settled"] == ["ankang_station"]
    assert "帮居民印好了材料" in world.browser().get(f"/results/{code}").text


def test_a_walk_in_without_a_telephone_gets_a_slip_with_a_word(world: World) -> None:
    code = files(world, "station_clerk", channel="station", word="2468", another_way="请上门说")
    world.settle()
    slip = world.staff("tiezhi_clerk").get(f"/desk/cases/{code}/slip")
    assert slip.status == 403  # not theirs
    slip = world.staff("clerk").get(f"/desk/cases/{code}/slip")
    for text in ("2468", "县水务局", "0359-0002001", f"{code[:3]} {code[3:6]} {code[6:]}"):
        assert text in slip.text, text
    resident = world.browser()
    resident.get(f"/r/{code}")
    assert WORDS in resident.submit("/open", last_four="2468").text


def test_without_a_word_or_a_telephone_one_is_chosen(world: World) -> None:
    code = files(world, "station_clerk", channel="station")
    slip = world.staff("clerk").get(f"/desk/cases/{code}/slip")
    word = slip.html.split("您的四个数字</dt><dd")[1].partition(">")[2][:4]
    assert word.isdecimal()


def test_the_same_matter_is_shown_before_it_is_filed_again(world: World) -> None:
    first = files(world, telephone=TELEPHONE)
    world.settle()
    browser = world.staff("clerk")
    browser.get("/desk/file")
    page = browser.submit(
        "/desk/file", channel="phone", words="路边塑料袋好几天没人管", place="compound:ankang", category="litter",
        telephone="15400009002", act="file",
    )  # fmt: skip
    assert page.path == "/desk/file"
    assert WORDS[:8] in page.text
    second = code_of(browser.submit("/desk/file", joins=first, act="file"))
    world.settle()
    joined = world.request(second)
    assert (joined.state, joined.closed_as, joined.merged_into) == ("closed", "merged", first)
    assert world.request(first).absorbed == (second,)
    assert [text for to, text in world.texts() if to.endswith("9002")]
    world.forget()
    does(world, first, "take")
    does(world, first, "done", public_words="清了")
    does(world, first, "verdict", "county", verdict="solved", heard="call")
    assert [to for to, text in world.texts() if second in text] == ["+8615400009002"]


def test_what_came_by_web_waits_as_a_proposal_and_one_press_sends_it(world: World) -> None:
    world.desk_answers = False
    code = reports(world.browser(), telephone=TELEPHONE)
    world.settle()
    assert world.request(code).state == "received"
    queue = world.staff("clerk").get("/desk")
    assert f"/desk/cases/{code}" in queue.html
    browser = world.staff("clerk")
    page = browser.get(f"/desk/cases/{code}")
    twice = browser.another_window()
    assert "县水务局" in page.text
    browser.submit(f"/desk/cases/{code}/send")
    assert twice.submit(f"/desk/cases/{code}/send").path == f"/desk/cases/{code}"
    world.settle()
    (order,) = world.request(code).orders
    assert (order.unit, order.reason) == ("water_bureau", "partner_compound")
    assert f"/desk/cases/{code}" not in world.staff("clerk").get("/desk").html


def test_overruled_by_name_with_helpers(world: World) -> None:
    world.desk_answers = False
    code = reports(world.browser())
    world.settle()
    does(world, code, "whistle", unit="red_cross", helper_1="water_bureau", words="灯和路一起修")
    assert [order.unit for order in world.request(code).orders] == ["red_cross", "water_bureau"]
    assert world.request(code).lead_number == 1
    assert "灯和路一起修" in enters(world, code, WATER_BUREAU).page.text
    does(world, code, "helpers", helper_1="education_bureau")
    assert [order.unit for order in world.request(code).orders if order.state.alive] == [
        "red_cross", "water_bureau", "education_bureau",
    ]  # fmt: skip


def test_the_lamps_are_checked_on_site_and_called_by_name_at_the_desk(world: World) -> None:
    code = files(world, words="晚上没有路灯", place="compound:dongguan_middle_lane", category="lighting")
    world.settle()
    assert world.request(code).orders[0].unit == OFFICE.id
    assert "现场核实" in world.staff("clerk").get("/desk").text
    does(world, code, "check", finding="as_reported", words="坏了五盏")
    does(world, code, "whistle", unit="red_cross")
    does(world, code, "take")
    does(world, code, "done", public_words="自筹资金装了五盏太阳能灯", raised="4,500 元")
    assert "4,500 元" in world.staff("clerk").get(f"/desk/cases/{code}").text
    does(world, code, "verdict", verdict="solved", heard="visit")
    assert world.request(code).closed_as == "confirmed"
    assert "五盏太阳能灯" in world.browser().get(f"/results/{code}").text


def test_a_page_that_is_stale_says_what_has_happened_and_keeps_what_was_typed(world: World) -> None:
    code = at_work(world)
    browser = world.staff("clerk")
    browser.get(f"/desk/cases/{code}/progress")
    does(world, code, "answer", words="已经在办了")
    page = browser.submit("/progress", public_words="来了两队人")
    assert page.status == 422
    assert page.form("/progress").fields["public_words"] == "来了两队人"
    assert browser.submit("/progress").path == f"/desk/cases/{code}"
    assert [type(fact).__name__ for fact in world.request(code).facts[-2:]] == ["WordsAdded", "ProgressReported"]


def test_told_to_staff_weighs_the_same(world: World) -> None:
    code = at_work(world)
    day = (now() + 3 * DAY).date().isoformat()
    browser = world.staff("clerk")
    browser.get(f"/desk/cases/{code}/reschedule")
    page = browser.submit("/reschedule", day=day, reschedule_reason="weather")
    assert page.status == 422  # not later than what was promised
    does(world, code, "reschedule", day="2026-03-20", reschedule_reason="weather")
    assert world.request(code).state == "scheduled"
    does(world, code, "object", words="不能再拖")
    request = world.request(code)
    assert (request.state, request.lead and request.lead.answer_by.isoformat()) == (
        "accepted",
        "2026-03-16T10:00:00+00:00",
    )
    assert any("改期" in text for _, text in world.texts())


def test_returned_and_insisted_or_sent_on(world: World) -> None:
    world.desk_answers = False
    code = files(world)
    world.settle()
    does(world, code, "return", return_reason="not_ours", named="red_cross")
    assert world.request(code).state == "returned"
    assert f"/desk/cases/{code}" in world.staff("clerk").get("/desk?task=returned").html
    assert "insist" not in world.staff("clerk").get(f"/desk/cases/{code}").html
    does(world, code, "insist", "lead", words="就是您单位包联的")
    assert (world.request(code).state, len(world.request(code).orders)) == ("whistled", 1)
    does(world, code, "return", return_reason="needs_money")
    does(world, code, "send", "clerk")
    assert world.request(code).orders[-1].unit == OFFICE.id


def test_called_back(world: World) -> None:
    """Two attempts before it may close as silent; the community that did the work hears no verdict."""
    code = said_done(world, telephone="")
    assert "回访" in world.staff("clerk").get("/desk?task=call_back").text
    for way in ("call", "notice"):
        does(world, code, "attempt", way=way)
    assert world.request(code).may_close_silent
    own = files(world, category="meals")
    world.settle()
    does(world, own, "take")
    does(world, own, "done", public_words="送去了")
    browser = world.staff("clerk")
    browser.get(f"/desk/cases/{own}/verdict")
    page = browser.submit("/verdict", verdict="solved", heard="call")
    assert "自己办的" in page.text
    assert world.request(own).state == "done"
    does(world, own, "verdict", "county", verdict="solved", heard="call")


def test_partly_and_what_follows(world: World) -> None:
    code = said_done(world)
    does(world, code, "verdict", verdict="partly", heard="call", words="还有一堆砖")
    assert world.request(code).state == "awaiting_desk"
    does(world, code, "reopen", words="还有一堆砖")
    assert world.request(code).state == "accepted"
    assert "接着办" in world.texts()[-1][1] or "接着办" in world.texts()[-2][1]
    does(world, code, "done", public_words="砖也清了")
    does(world, code, "verdict", verdict="partly", heard="call")
    does(world, code, "close_partly")
    assert world.request(code).closed_as == "partly"
    does(world, code, "dispute", words="又堆上了", something_new="yes")
    assert world.request(code).state == "accepted"


def test_the_joint_meeting_and_putting_off(world: World) -> None:
    code = at_work(world)
    does(world, code, "agenda")
    assert world.request(code).on_agenda
    browser = world.staff("lead")
    browser.get(f"/desk/cases/{code}/joint")
    late = (now() + 20 * DAY).date().isoformat()
    assert browser.submit("/joint", day=late).status == 422
    does(world, code, "joint", "lead", day=(now() + 7 * DAY).date().isoformat())
    assert world.request(code).state == "joint"
    does(world, code, "defer", "lead", defer_reason="needs_money", day="2026-09-01", public_words="等老旧小区改造")
    assert world.request(code).state == "deferred"
    assert "等老旧小区改造" in world.browser().get(f"/r/{code}").text
    urgent = files(world, category="water")
    world.settle()
    page = world.staff("lead").get(f"/desk/cases/{urgent}")
    assert not [act for act in ("joint", "defer") if f'/{act}"' in page.html]


@pytest.mark.parametrize("how", ["explain", "transfer", "reject"])
def test_it_ends_without_work_and_may_be_disputed(world: World, how: str) -> None:
    code = files(world, telephone=TELEPHONE, category="unknown")
    world.settle()
    does(world, code, how, close_reason="other_body", words="请找市里的公交公司", public_words="不归县里管")
    assert world.request(code).state == "closed"
    assert "新消息" in world.texts()[-1][1]
    if how != "transfer":
        world.later(27 * DAY)
        does(world, code, "dispute", words="就是县里的路")
        assert world.request(code).disputes == 1
    else:
        does(world, code, "undo", "lead", words="弄错了")
    assert world.request(code).state in ("received", "whistled")


def test_two_that_are_the_same_are_answered_as_one(world: World) -> None:
    first, second = files(world), files(world, telephone="15400009002", place="compound:dongguan_middle_lane")
    world.settle()
    does(world, second, "merge", other=first)
    assert world.request(second).merged_into == first
    browser = world.staff("clerk")
    browser.get(f"/desk/cases/{first}/merge")
    page = browser.submit("/merge", other=second)
    assert page.status in (409, 422)
    assert world.request(first).state != "closed"


def test_asking_stops_the_clock(world: World) -> None:
    code = at_work(world)
    due = world.request(code).lead
    assert due is not None
    does(world, code, "ask", words="是哪个门口？")
    assert world.request(code).state == "awaiting_resident"
    world.later(5 * HOUR)
    does(world, code, "note_answer", words="北门")
    after = world.request(code).lead
    assert after is not None
    assert after.answer_by - due.answer_by == timedelta(hours=5)
    assert "北门" in enters(world, code, WATER_BUREAU).page.text


def test_found_by_code_telephone_and_words(world: World) -> None:
    code = files(world, telephone=TELEPHONE)
    world.settle()
    order = world.request(code).orders[0].code
    for staff, typed, found in (
        ("clerk", code, True),
        ("clerk", order, True),
        ("clerk", "154 0000 9001", True),
        ("clerk", "塑料袋", True),
        ("tiezhi_clerk", TELEPHONE, False),
        ("tiezhi_clerk", "塑料袋", False),
    ):
        browser = world.staff(staff)
        browser.get("/desk/search")
        assert (code in browser.submit("/desk/search", q=typed).html) is found, (staff, typed)


def test_filters_live_in_the_address(world: World) -> None:
    world.desk_answers = False
    litter, meals = reports(world.browser()), reports(world.browser(), category="meals")
    world.settle()
    for query, there in (
        ("", {litter, meals}),
        ("?category=litter", {litter}),
        ("?task=own", {meals}),
        ("?class=P1", set()),
        ("?channel=web&state=received", {litter}),
        ("?view=open&state=whistled", {meals}),
        ("?age=1", set()),
    ):
        html = world.staff("county").get(f"/desk{query}").html
        assert {code for code in (litter, meals) if f"/desk/cases/{code}" in html} == there, query
    assert world.staff("clerk").get("/desk?community=tiezhi").status == 403
    assert world.staff("clerk").get("/desk?view=past").status == 404


@pytest.mark.parametrize("staff", STAFF, ids=lambda staff: staff.id)
def test_every_route_with_every_role(world: World, staff: object) -> None:
    """Permission before state: another community's, or a role that may not, is refused alike in every state."""
    code = files(world, telephone=TELEPHONE, words="只有龙王庙知道的一句话")
    browser = world.staff(staff.id)  # type: ignore[attr-defined]
    covers, role = staff.covers("longwangmiao"), staff.role  # type: ignore[attr-defined]
    page = browser.get(f"/desk/cases/{code}")
    looks = covers and role.value != "admin"
    assert (page.status == 200) is looks
    assert ("只有龙王庙知道的一句话" in page.html) is looks
    assert (TELEPHONE[-4:] in page.html) is looks
    for act, offer in OFFERS.items():
        version = world.request(code).version
        page = browser.get(f"/desk/cases/{code}/{act}")
        allowed = covers and may(role, offer.permission)
        assert (page.status == 200) is allowed, act
        if not allowed:
            assert "只有龙王庙知道的一句话" not in page.html
            refused = browser.post(f"/desk/cases/{code}/{act}", {"words": "x", "seen": str(version)})
            assert refused.status in (403, 409), act
        assert world.request(code).version == version, act
    assert (browser.get("/desk/file").status == 200) is (role.value in ("staff", "lead", "county"))


def test_each_look_at_personal_data_is_written_down(world: World) -> None:
    code = files(world, telephone=TELEPHONE)
    before = len(world.items("access_log"))
    world.later(HOUR)
    world.staff("clerk").get(f"/desk/cases/{code}")
    world.staff("admin").get(f"/desk/cases/{code}")
    world.staff("clerk").get("/desk")
    looks = sorted(world.items("access_log"), key=lambda look: str(look["at"]["S"]))
    assert (looks[-1]["staff"]["S"], looks[-1]["purpose"]["S"]) == ("clerk", "read_case")
    assert len(world.items("access_log")) == before + 1
