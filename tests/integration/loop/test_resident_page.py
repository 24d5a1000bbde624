"""The resident's own page: who has it, taking it back, saying that it isn't so, adding something."""

from datetime import timedelta

from tests.county import WATER_BUREAU
from tests.http_client import Browser

from .people import TELEPHONE, enters, finishes, reports
from .world import World

DAY = timedelta(days=1)


def at_work(world: World) -> tuple[str, Browser, Browser]:
    """The code, the resident with the page open, and the officer who has taken it."""
    resident = world.browser()
    code = reports(resident, telephone=TELEPHONE)
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    officer.submit("/take")
    world.settle()
    return code, opened(world, code), officer


def opened(world: World, code: str) -> Browser:
    resident = world.browser()
    resident.get(f"/r/{code}")
    resident.submit("/open", last_four=TELEPHONE[-4:])
    return resident


def finished(world: World) -> tuple[str, Browser]:
    code, resident, officer = at_work(world)
    finishes(officer, "清走了")
    resident.get(f"/r/{code}")
    resident.submit("/verdict", verdict="solved", words="")
    world.settle()
    return code, resident


def test_it_says_who_has_it(world: World) -> None:
    code, resident, _ = at_work(world)
    assert "由县水务局负责" in resident.page.text
    assert "由县水务局负责" in world.browser().get(f"/r/{code}").text


def test_it_is_taken_back_and_the_unit_hears_of_it(world: World) -> None:
    code, resident, officer = at_work(world)
    before = len(world.texts())
    resident.get(f"/r/{code}/withdraw")
    assert "我们会告诉正在办的单位" in resident.page.text
    page = resident.submit("/withdraw", words="邻居清了")
    assert page.path == f"/r/{code}"
    world.settle()
    request = world.request(code)
    assert (request.state, request.closed_as) == ("closed", "withdrawn")
    ((to, words),) = world.texts()[before:]
    assert to == "+8615400000101"
    assert "撤" in words
    assert "邻居清了" not in words
    assert "/withdraw" not in page.html
    assert "/dispute" not in page.html
    assert officer.get(officer.page.path).status == 200


def test_who_took_long_over_it_loses_nothing(world: World) -> None:
    """The door has closed meanwhile; the page that was open still does what it says."""
    code, resident, _ = at_work(world)
    resident.get(f"/r/{code}/withdraw")
    resident.cookies.clear()
    assert resident.submit("/withdraw", words="邻居清了").path == f"/r/{code}"
    assert world.request(code).closed_as == "withdrawn"
    assert "邻居清了" in resident.page.text


def test_the_same_press_twice_is_one(world: World) -> None:
    code, resident, _ = at_work(world)
    resident.get(f"/r/{code}/withdraw")
    twin = resident.another_window()
    twin.get(f"/r/{code}/withdraw")
    resident.submit("/withdraw")
    page = twin.submit("/withdraw")
    assert page.status == 422
    assert "办完" in page.text
    assert world.request(code).version == len(world.request(code).facts)


def test_what_was_closed_is_opened_again_by_the_one_who_asked(world: World) -> None:
    code, resident = finished(world)
    before = len(world.texts())
    resident.get(f"/r/{code}")
    assert f'href="/r/{code}/dispute"' in resident.page.html
    resident.get(f"/r/{code}/dispute")
    page = resident.submit("/dispute", words="")
    assert page.status == 422
    assert "哪里还没解决" in page.text
    page = resident.submit("/dispute", words="下雨又冲出来了")
    assert page.path == f"/r/{code}"
    world.settle()
    request = world.request(code)
    assert (request.state, request.disputes, request.lead_number) == ("accepted", 1, 1)
    ((to, _),) = world.texts()[before:]
    assert to == "+8615400000101"
    assert "下雨又冲出来了" in enters(world, code, WATER_BUREAU).page.text


def test_the_second_time_needs_something_new_and_keeps_the_words(world: World) -> None:
    code, resident = finished(world)
    resident.get(f"/r/{code}/dispute")
    resident.submit("/dispute", words="又有了")
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    finishes(officer, "又清了一次")
    resident.get(f"/r/{code}")
    resident.submit("/verdict", verdict="solved", words="")
    resident.get(f"/r/{code}/dispute")
    page = resident.submit("/dispute", words="第三堆")
    assert page.status == 422
    assert "有新的情况请勾选" in page.text
    assert resident.page.form("/dispute").fields["words"] == "第三堆"
    assert resident.submit("/dispute", words="第三堆", something_new="yes").status == 200
    assert world.request(code).disputes == 2


def test_after_28_days_it_is_another_request(world: World) -> None:
    code, resident = finished(world)
    assert f"/r/{code}/dispute" in resident.get(f"/r/{code}").html
    world.later(29 * DAY)
    resident = opened(world, code)
    assert f"/r/{code}/dispute" not in resident.page.html
    assert resident.get(f"/r/{code}/dispute").path == f"/r/{code}"


def test_whoever_has_not_opened_it_can_do_nothing(world: World) -> None:
    code, resident, _ = at_work(world)
    stranger = world.browser()
    for act in ("withdraw", "dispute"):
        assert f"/r/{code}/{act}" not in stranger.get(f"/r/{code}").html
        assert stranger.get(f"/r/{code}/{act}").path == f"/r/{code}"
    resident.get(f"/r/{code}/withdraw")
    form = resident.page.form("/withdraw")
    assert stranger.post(form.action, form.fields | {"token": ""}).status in (403, 422)
    assert world.request(code).state == "accepted"
    assert stranger.get(f"/r/{code}/anything").status == 404


def test_what_the_resident_adds_is_told_to_the_unit_once_an_hour(world: World) -> None:
    code, resident, officer = at_work(world)
    before = len(world.texts())
    for words in ("东边还有一堆", "西边也有"):
        resident.get(f"/r/{code}")
        resident.submit("/words", words=words)
    world.settle()
    ((to, text),) = world.texts()[before:]
    assert to == "+8615400000101"
    assert "居民补充了情况" in text
    assert "东边" not in text
    page = officer.get(officer.page.path)
    assert "东边还有一堆" in page.text
    assert "西边也有" in page.text
