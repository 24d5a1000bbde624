"""Somebody who is not served by texts says how they want to be reached, and whoever acts reads it."""

from tests.county import WATER_BUREAU

from .people import TELEPHONE, enters, reports
from .world import World

WAY, FOR = "请打我女儿的电话", "替母亲说"


def test_the_unit_and_the_desk_read_it_and_nobody_else(world: World) -> None:
    typed = {"telephone": TELEPHONE, "sign_language": "yes", "another_way": WAY, "speaks_for": FOR}
    code = reports(world.browser(), **typed)
    assert world.request(code).filed.another_way
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    for told in (f"用手语；{WAY}", FOR):
        assert told in officer.page.text
        assert told in world.staff("clerk").get(f"/desk/cases/{code}").text
        for page in (f"/r/{code}", "/results"):
            assert told not in world.browser().get(page).text
    for table in ("requests", "results", "tallies", "deliveries"):
        assert WAY not in str(world.items(table))


def test_who_wants_a_call_and_leaves_no_number_is_asked_for_it_and_loses_nothing(world: World) -> None:
    browser = world.browser()
    browser.get("/report")
    words = {"words": "杂草很高", "place": "compound:ankang", "category": "litter"}
    page = browser.submit("/report/send", call_me="yes", speaks_for=FOR, **words)
    assert page.status == 422
    assert "请留个号码" in page.text
    assert browser.page.form("/report/send").fields["call_me"] == "yes"
    assert browser.page.form("/report/send").fields["speaks_for"] == FOR
