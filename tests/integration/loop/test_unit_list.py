"""All orders of a unit in one list: who may see it, what stands in it and in what order."""

import re

import pytest

from functions.response import orders_page
from functions.shared.domain.codes import ORDER
from functions.shared.edge import tokens
from functions.shared.edge.clock import now
from functions.shared.gateways.keys import keys
from tests.builders import DAY, HOUR, a_code
from tests.county import RED_CROSS, WATER_BUREAU, last_four
from tests.http_client import Browser, Page

from .people import WORDS, Liaison, enters, finishes, reports
from .world import World

LANE = "compound:dongguan_middle_lane"


def listed(page: Page) -> list[str]:
    """The codes of the orders on this page, in its order."""
    return re.findall(r'href="/u/orders/(\d{10})"', page.html)


def code_of(world: World, request_id: str) -> str:
    return world.request(request_id).orders[-1].code


def several(world: World, count: int, **typed: str) -> list[str]:
    """As many requests, whistled."""
    found = []
    for _ in range(count):
        found.append(reports(world.browser(), **typed))
    world.settle()
    return found


def by_link(world: World, request_id: str) -> Browser:
    """Whoever follows the link in the order's email."""
    code, officer = code_of(world, request_id), world.browser()
    officer.get(f"/u/orders/{code}?k={tokens.pass_for(keys(), 'order', code, now(), tokens.LINK_LIVES)}")
    return officer


class TestWhoMaySeeIt:
    def test_the_digits_open_it_and_each_order_is_one_press_away(self, world: World) -> None:
        first, second = several(world, 2)
        officer = enters(world, first, WATER_BUREAU)
        page = officer.get("/u/orders")
        assert page.status == 200
        assert set(listed(page)) == {code_of(world, first), code_of(world, second)}
        for code in listed(page):
            assert officer.get(f"/u/orders/{code}").has_form("/take")

    def test_another_units_orders_never_appear(self, world: World) -> None:
        (ours,), (theirs,) = several(world, 1), several(world, 1, place=LANE)
        assert listed(enters(world, ours, WATER_BUREAU).get("/u/orders")) == [code_of(world, ours)]
        assert listed(enters(world, theirs, RED_CROSS).get("/u/orders")) == [code_of(world, theirs)]

    def test_it_shows_no_words_of_a_resident(self, world: World) -> None:
        (request,) = several(world, 1, place_words="3 号楼 2 单元")
        html = enters(world, request, WATER_BUREAU).get("/u/orders").html
        assert WORDS not in html
        assert "3 号楼" not in html
        assert request not in html

    def test_nobody_comes_in_without_and_is_told_how(self, world: World) -> None:
        several(world, 1)
        page = world.browser().get("/u/orders")
        assert (page.status, page.path) == (200, "/u")
        assert "还在办的哨单" in page.text

    def test_a_link_opens_its_order_and_not_the_list(self, world: World) -> None:
        first, second = several(world, 2)
        officer = by_link(world, first)
        assert officer.page.has_form("/take")
        page = officer.get("/u/orders")
        assert page.path == "/u"
        assert code_of(world, second) not in page.html

    def test_whoever_was_sent_to_the_door_comes_to_the_list(self, world: World) -> None:
        (request,) = several(world, 1)
        officer = by_link(world, request)
        officer.get("/u/orders")
        page = officer.submit("/u", code=code_of(world, request), last_four=last_four(WATER_BUREAU))
        assert page.path == "/u/orders"

    def test_wrong_digits_keep_the_way_to_the_list(self, world: World) -> None:
        (request,) = several(world, 1)
        officer = world.browser()
        officer.get("/u/orders")
        page = officer.submit("/u", code=code_of(world, request), last_four="0000")
        assert page.status == 422
        assert page.form("/u").fields["all"] == "yes"

    def test_a_code_that_has_left_the_units_hands_opens_that_order_alone(self, world: World) -> None:
        returned, other = several(world, 2)
        officer = enters(world, returned, WATER_BUREAU)
        officer.get(f"{officer.page.path}/return")
        officer.submit("/return", reason="not_ours")
        late = world.browser()
        late.get("/u/orders")
        page = late.submit("/u", code=code_of(world, returned), last_four=last_four(WATER_BUREAU))
        assert page.path == f"/u/orders/{code_of(world, returned)}"
        assert late.get("/u/orders").path == "/u"
        assert late.get(f"/u/orders/{code_of(world, other)}").path == "/u"

    def test_what_was_returned_is_still_shown_to_whoever_returned_it(self, world: World) -> None:
        (request,) = several(world, 1)
        officer = enters(world, request, WATER_BUREAU)
        officer.get(f"{officer.page.path}/return")
        page = officer.submit("/return", reason="not_ours")
        assert page.path == f"/u/orders/{code_of(world, request)}"
        assert WORDS not in page.html
        assert listed(officer.get("/u/orders")) == []

    def test_the_door_closes_after_half_a_day_and_by_a_press(self, world: World) -> None:
        (request,) = several(world, 1)
        officer = enters(world, request, WATER_BUREAU)
        twin = officer.another_window()
        officer.get("/u/orders")
        officer.submit("/u/leave")
        assert officer.get("/u/orders").path == "/u"
        assert officer.get(f"/u/orders/{code_of(world, request)}").path == "/u"
        assert twin.get("/u/orders").path == "/u/orders"
        world.later(12 * HOUR + HOUR)
        assert twin.get("/u/orders").path == "/u"

    def test_a_cookie_of_one_order_is_no_cookie_of_the_unit(self, world: World) -> None:
        (request,) = several(world, 1)
        officer = by_link(world, request)
        officer.cookies["unit"] = officer.cookies["order"]
        assert officer.get("/u/orders").path == "/u"

    def test_whoever_is_no_contact_any_more_is_out(self, world: World, liaison: Liaison) -> None:
        (request,) = several(world, 1)
        officer = enters(world, request, WATER_BUREAU)
        liaison(telephone="+8615400009999")
        assert officer.get("/u/orders").path == "/u"
        assert officer.get(f"/u/orders/{code_of(world, request)}").path == "/u"
        liaison(telephone=None)
        assert officer.get("/u/orders").path == "/u"
        liaison()
        assert officer.get("/u/orders").path == "/u/orders"

    def test_no_code_is_found_out_by_trying(self, world: World) -> None:
        (ours,), (theirs,) = several(world, 1), several(world, 1, place=LANE)
        officer = enters(world, ours, WATER_BUREAU)
        known, unknown = code_of(world, theirs), a_code(ORDER, "nobody")
        first = officer.get(f"/u/orders/{known}")
        second = officer.get(f"/u/orders/{unknown}")
        assert first.path == second.path == "/u"
        assert first.text.replace(known, "") == second.text.replace(unknown, "")


class TestTheOrder:
    def test_what_is_late_first_and_what_waits_for_others_last(self, world: World) -> None:
        waits, late, near = several(world, 3)
        for request in (waits, near):
            enters(world, request, WATER_BUREAU).submit("/take")
        clerk = world.staff("clerk")
        clerk.get(f"/desk/cases/{waits}/ask")
        clerk.submit("/ask", words="是哪一栋楼？")
        world.later(2 * DAY)
        (new,) = several(world, 1)
        page = enters(world, new, WATER_BUREAU).get("/u/orders")
        assert listed(page) == [code_of(world, it) for it in (late, new, near, waits)]
        said = [page.text.index(words) for words in ("已过期 1", "7 天内到期 2", "等别人，期限暂停 1", "等居民补充")]
        assert said == sorted(said)

    def test_nothing_in_hand(self, world: World) -> None:
        (request,) = several(world, 1)
        officer = enters(world, request, WATER_BUREAU)
        officer.submit("/take")
        finishes(officer, "清理完了。")
        page = officer.get("/u/orders")
        assert listed(page) == []
        assert "现在手里没有哨单" in page.text

    def test_many_are_read_a_page_at_a_time(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(orders_page, "PAGE", 2)
        requests = several(world, 5)
        officer = enters(world, requests[0], WATER_BUREAU)
        pages = [listed(officer.get(f"/u/orders?page={number}")) for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [2, 2, 1]
        assert {code for page in pages for code in page} == {code_of(world, it) for it in requests}
        assert listed(officer.get("/u/orders?page=9")) == pages[-1]
        assert '"/u/orders?page=2"' in officer.get("/u/orders").html

    @pytest.mark.parametrize("page", ["0", "-1", "x", "²", "1000", ""])
    def test_a_page_that_there_is_not(self, world: World, page: str) -> None:
        (request,) = several(world, 1)
        officer = enters(world, request, WATER_BUREAU)
        assert officer.get(f"/u/orders?page={page}").status == 404
