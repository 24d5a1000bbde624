"""What the desk sees of what time and messages do: deadlines, who could not be reached, who has said more."""

from datetime import timedelta

import pytest

from functions.shared.edge.clock import now
from functions.shared.tables import deliveries
from functions.shared.tables.deliveries import End
from infra.tools.verify_tables import verify
from tests.builders import DAY, HOUR, MINUTE
from tests.county import WATER_BUREAU

from .people import TELEPHONE, enters, reports
from .test_desk import at_work, does, files
from .world import World


@pytest.fixture(autouse=True)
def the_tables_agree(world: World) -> object:
    yield
    assert not verify().wrong


def undelivered(
    name: str, code: str, audience: str, kind: str = "whistle", community: str = "longwangmiao", priority: str = "P2"
) -> str:
    """An alert that reached nobody; answers with the delivery's id."""
    delivery_id = f"{code}.9{name}#{audience}#first"
    alert = {
        "kind": kind,
        "audience": audience,
        "request_id": code,
        "sequence": 2,
        "priority": priority,
        "at": now().isoformat(),
        "order": 1,
    }
    delivery = deliveries.claim(delivery_id, now(), alert)
    assert delivery is not None
    deliveries.finish(delivery, End.ESCALATED, undelivered=community)
    return delivery_id


def test_who_could_not_be_reached_is_listed_until_somebody_has_called(world: World) -> None:
    code = files(world)
    world.settle()
    clerk = world.staff("clerk")
    assert "/desk/undelivered" not in clerk.get("/desk").html
    undelivered("2", code, "unit:water_bureau", "late_accept")
    world.later(timedelta(minutes=2))
    undelivered("3", code, "resident", "done")
    page = clerk.get("/desk")
    assert "有 2 条通知谁也没收到" in page.text
    page = clerk.get("/desk/undelivered")
    assert "县水务局的负责人" in page.text
    assert page.html.count(f'href="/desk/cases/{code}"') == 2
    window = clerk.another_window()
    page = clerk.submit("/desk/undelivered")  # the longest waiting, which is the first
    assert (page.status, page.path) == (200, "/desk/undelivered")
    assert "记下了" in page.text
    assert "县水务局的负责人" not in page.text
    assert "居民，编号" in page.text
    assert window.submit("/desk/undelivered").status == 200, "pressed twice, it is gone once"
    assert len(deliveries.undelivered("longwangmiao")) == 1
    clerk.submit("/desk/undelivered")
    assert "现在没有" in clerk.get("/desk/undelivered").text
    assert "/desk/undelivered" not in clerk.get("/desk").html


def test_life_and_property_stands_first(world: World) -> None:
    code = files(world)
    undelivered("2", code, "unit:red_cross")
    world.later(timedelta(minutes=2))
    undelivered("3", code, "county", "untaken", priority="P0")
    page = world.staff("clerk").get("/desk/undelivered").text
    assert page.index("县值班室") < page.index("县红十字会")


def test_what_several_alerts_said_in_one_message_is_listed_whole(world: World) -> None:
    code = files(world)
    alert = {"kind": "due_answer", "audience": "unit:water_bureau", "request_id": code, "sequence": 3}
    alert |= {"priority": "P2", "at": now().isoformat(), "order": 1}
    other = alert | {"kind": "due_accept", "audience": "unit:red_cross"}
    for name, told in (("a", alert), ("b", other)):
        assert deliveries.join(f"{code}.{name}#unit#first", told, "group#x", now(), now())
    group = deliveries.claim("group#x", now())
    assert group is not None
    deliveries.finish(group, End.ESCALATED, undelivered="longwangmiao")
    page = world.staff("clerk").get("/desk/undelivered")
    assert "县水务局" in page.text
    assert "县红十字会" in page.text
    assert [form.action for form in page.forms if form.fields].count("/desk/undelivered") == 1


def test_each_community_sees_its_own_and_the_county_all(world: World) -> None:
    code = files(world)
    ours = undelivered("2", code, "unit:water_bureau")
    undelivered("3", code, "unit:red_cross", community="tiezhi")
    assert "县红十字会" not in world.staff("clerk").get("/desk/undelivered").text
    assert "县水务局" not in world.staff("tiezhi_clerk").get("/desk/undelivered").text
    county = world.staff("county").get("/desk/undelivered").text
    assert "县红十字会" in county
    assert "县水务局" in county
    theirs = world.staff("clerk")
    page = theirs.get("/desk/undelivered")
    token = page.form("/desk/undelivered").fields["token"]
    other = world.staff("tiezhi_clerk")
    sent = {"token": token, "delivery": ours}
    assert other.post("/desk/undelivered", sent, community="longwangmiao").status == 403, "not their community"
    assert other.post("/desk/undelivered", sent, community="tiezhi").status == 422, "another session's form"
    assert theirs.post("/desk/undelivered", sent, community="tiezhi").status == 403
    assert len(deliveries.undelivered("longwangmiao")) == 1


def test_a_supervisor_looks_and_presses_nothing(world: World) -> None:
    code = files(world)
    delivery_id = undelivered("2", code, "unit:water_bureau")
    supervisor = world.staff("supervisor")
    page = supervisor.get("/desk/undelivered")
    assert "县水务局" in page.text
    assert not page.has_form("/desk/undelivered")
    sent = {"token": "x", "delivery": delivery_id, "community": "longwangmiao"}
    assert supervisor.post("/desk/undelivered", sent).status == 403
    assert world.staff("admin").get("/desk/undelivered").status == 403


def test_the_list_shows_no_number_and_writes_no_look_down(world: World) -> None:
    code = files(world, telephone=TELEPHONE)
    undelivered("2", code, "resident", "received")
    clerk = world.staff("clerk")
    looks = len(world.items("access_log"))
    page = clerk.get("/desk/undelivered")
    assert TELEPHONE[-4:] not in page.text.replace(" ", "").replace(code, "")
    assert len(world.items("access_log")) == looks


def test_a_number_is_confirmed_by_calling_it(world: World) -> None:
    world.residents_answer = False
    code = reports(world.browser(), telephone=TELEPHONE)
    world.settle()
    assert not world.request(code).confirmed
    browser = world.staff("clerk")
    page = browser.get(f"/desk/cases/{code}")
    assert page.has_form(f"/desk/cases/{code}/confirm")
    browser.submit(f"/desk/cases/{code}/confirm")
    assert "办好了：打电话核对过号码" in browser.page.text
    assert world.request(code).confirmed
    assert world.request(code).facts[-1].by == "staff:clerk"
    assert not browser.page.has_form(f"/desk/cases/{code}/confirm")


def test_what_perhaps_no_person_wrote_is_marked_until_somebody_has_looked(world: World) -> None:
    world.desk_answers = False
    code = reports(world.browser(), homepage="http://buy.example")
    world.settle()
    assert world.request(code).filed.doubted
    clerk = world.staff("clerk")
    doubt = "可能不是真人填的，请先看一眼"
    assert doubt in clerk.get("/desk").text
    assert doubt in clerk.get(f"/desk/cases/{code}").text
    does(world, code, "send")
    assert doubt not in clerk.get(f"/desk/cases/{code}").text
    assert doubt not in clerk.get("/desk?view=open").text


def test_what_a_resident_says_more_is_seen_at_the_desk_until_it_has_answered(world: World) -> None:
    code = at_work(world)
    resident = world.browser()
    resident.get(f"/r/{code}")
    resident.submit("/open", last_four=TELEPHONE[-4:])
    clerk = world.staff("clerk")
    assert code not in clerk.get("/desk?view=open&news=yes").html
    resident.submit("/words", words="还有一堆砖头")
    world.settle()
    page = clerk.get("/desk?view=open&news=yes")
    assert code in page.html
    assert "还有一堆砖头" in enters(world, code, WATER_BUREAU).page.text, "the unit reads it on its page"
    does(world, code, "answer", words="谢谢，告诉单位了")
    assert code not in clerk.get("/desk?view=open&news=yes").html
    assert clerk.get("/desk?view=open&news=maybe").status == 404


def test_a_deadline_in_plain_words_as_the_days_go_by(world: World) -> None:
    """Monday noon; the order is to be taken by Tuesday 18:00."""
    world.desk_answers = False
    code = files(world, telephone=TELEPHONE)
    world.settle()
    assert "明天18时前" in enters(world, code, WATER_BUREAU).page.text
    assert "3月16日18时前答复您" in world.browser().get(f"/r/{code}").text
    world.later(timedelta(hours=13))
    assert "今天18时前（还有17小时）" in enters(world, code, WATER_BUREAU).page.text
    for hours in (10, 8):
        world.later(timedelta(hours=hours))
        world.sweep()
    late = enters(world, code, WATER_BUREAU).page.text
    assert "已过期1小时" in late
    assert "单位还没接单，由其负责人过问" in late
    resident = world.browser()
    assert "单位还没接单，由其负责人过问" in resident.get(f"/r/{code}").text
    case = world.staff("clerk").get(f"/desk/cases/{code}").text
    assert "提醒过县水务局：快到接单的期限了" in case
    assert "已告诉单位负责人" in case
    assert "提醒过" not in resident.page.text, "staff's own"
    world.later(timedelta(days=1))
    world.sweep()
    assert "已列入联席会议" in resident.get(f"/r/{code}").text
    does(world, code, "take")
    assert "单位还没接单" not in resident.get(f"/r/{code}").text


def test_while_the_resident_is_asked_everybody_reads_that_time_stands_still(world: World) -> None:
    code = at_work(world)
    does(world, code, "ask", words="在哪一栋？")
    page = world.browser().get(f"/r/{code}").text
    assert "星期六12时前回答" in page
    assert "等您回话期间暂停：原定 3月16日（星期一）18:00 前答复" in page
    assert "等居民补充，期间暂停" in enters(world, code, WATER_BUREAU).page.text
    assert "等居民补充，期间暂停" in world.staff("clerk").get(f"/desk/cases/{code}").text
    english = world.browser(language="en").get(f"/r/{code}").text
    assert "by Saturday 12:00" in english
    world.later(2 * DAY + HOUR)
    resident = world.browser()
    resident.get(f"/r/{code}")
    resident.submit("/open", last_four=TELEPHONE[-4:])
    resident.submit("/words", words="三栋")
    assert "3月18日（星期三）19:00" in resident.page.text, "what was waited is added"


def test_a_day_after_the_deadline_it_stands_on_the_agenda_for_community_and_county(world: World) -> None:
    code = reports(world.browser())
    world.settle()
    agenda = "/desk?view=open&agenda=yes"
    assert code not in world.staff("county").get(agenda).html
    world.until(world.request(code).order(1).accept_by + DAY + MINUTE)
    world.sweep()
    assert world.request(code).on_agenda
    assert code in world.staff("clerk").get(agenda).html
    assert code in world.staff("county").get(agenda).html
    assert world.staff("clerk").get("/desk?view=open&agenda=1").status == 404
