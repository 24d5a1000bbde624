"""A request from the form to the list of results, through the doors as people use them."""

from infra.tools.verify_tables import verify
from tests.county import OFFICE, RED_CROSS, WATER_BUREAU
from tests.http_client import Page

from .people import TELEPHONE, WORDS, enters, finishes, link_in, reports
from .world import World


def test_the_litter_of_ankang(world: World) -> None:
    resident = world.browser()
    code = reports(resident, telephone=TELEPHONE, may_call="yes", place_words="3 号楼东边的路口")
    world.settle()

    officer = enters(world, code, WATER_BUREAU)
    assert WORDS in officer.page.text
    assert "3 号楼东边的路口" in officer.page.text
    assert TELEPHONE not in officer.page.html
    officer.submit("/take")
    assert TELEPHONE in officer.page.html
    world.settle()
    finishes(officer, "分两组清了两车")
    world.settle()

    stranger = world.browser()
    page = stranger.get(f"/r/{code}")
    assert not page.has_form("/verdict")
    assert not private_in(page)
    resident.get(f"/r/{code}")
    resident.submit("/open", last_four=TELEPHONE[-4:])
    assert WORDS in resident.page.text
    assert "分两组清了两车" in resident.page.text
    resident.submit("/verdict", verdict="solved", words="谢谢")
    world.settle()

    request = world.request(code)
    assert (request.state, request.closed_as) == ("closed", "confirmed")
    page = stranger.get("/results")
    assert f"/results/{code}" in page.html
    assert not private_in(page)
    page = stranger.get(f"/results/{code}")
    assert "分两组清了两车" in page.text
    assert not private_in(page)
    assert not private_in(stranger.get(f"/r/{code}"))
    resident_number, officer_number = f"+86{TELEPHONE}", "+8615400000101"
    assert [to for to, _ in world.texts()] == [resident_number, officer_number, resident_number, resident_number]
    assert not verify().wrong


def private_in(page: Page) -> list[str]:
    return [text for text in (WORDS, "谢谢", "3 号楼", TELEPHONE, TELEPHONE[-4:]) if text in page.html]


def test_the_lamps_of_the_lane(world: World) -> None:
    """Checked on site by the community, which calls the lane's partner by name."""
    resident = world.browser()
    code = reports(resident, words="晚上没有路灯", place="compound:dongguan_middle_lane", category="lighting")
    world.settle()
    office = enters(world, code, OFFICE)
    order = office.page.path
    office.get(f"{order}/check")
    office.submit("/check", finding="as_reported", words="五盏都坏了")
    office.get(f"{order}/pass_on")
    office.submit("/pass_on", unit="red_cross")
    world.settle()
    officer = enters(world, code, RED_CROSS)
    assert "五盏都坏了" in officer.page.text
    officer.submit("/take")
    finishes(officer, "自筹资金装了五盏太阳能灯")
    resident.get(link_in(resident.page))
    resident.submit("/verdict", verdict="solved")
    world.settle()
    assert [order.unit for order in world.request(code).orders] == ["longwangmiao", "red_cross"]
    assert "自筹资金装了五盏太阳能灯" in world.browser().get(f"/results/{code}").text
    assert not verify().wrong


def test_not_solved_goes_back_to_the_same_unit_and_the_second_time_to_the_community(world: World) -> None:
    resident = world.browser()
    code = reports(resident, telephone=TELEPHONE)
    link = link_in(resident.page)
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    officer.submit("/take")
    order = officer.page.path
    for _ in range(2):
        officer.get(f"{order}/done")
        officer.submit("/done", public_words="清了")
        world.settle()
        resident.get(link)
        resident.submit("/verdict", verdict="not", words="还有一堆")
        world.settle()
    request = world.request(code)
    assert request.state == "awaiting_desk"
    assert [order.unit for order in request.orders] == ["water_bureau"]
    kinds = [message["kind"] for message in world.bodies("alerts-heard")]
    assert kinds == ["received", "whistle", "taken", "done", "reopened", "done", "desk"]
    assert not verify().wrong


def test_returned_and_whistled_again(world: World) -> None:
    code = reports(world.browser())
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    officer.get(f"{officer.page.path}/return")
    officer.submit("/return", reason="not_ours", named="red_cross")
    world.settle()
    officer = enters(world, code, RED_CROSS)
    officer.get(f"{officer.page.path}/return")
    officer.submit("/return", reason="not_ours", named="water_bureau")
    world.settle()
    assert [order.unit for order in world.request(code).orders] == ["water_bureau", "red_cross", "longwangmiao"]
    assert not verify().wrong
