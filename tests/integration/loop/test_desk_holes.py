"""What must not be possible at the desk, and what must not be lost there."""

from typing import Any

import pytest

from functions.shared.domain.rows import rows
from functions.shared.tables import requests
from functions.shared.tables.connection import client
from functions.shared.tables.request_items import row_item
from tests.builders import DAY, NOON, a_code, a_request
from tests.county import GAS_LEAK, LITTER, OFFICE

from .people import TELEPHONE, WORDS
from .test_desk import at_work, code_of, does, files, said_done
from .world import World


def press(world: World, code: str, act: str, staff: str = "clerk", **typed: str) -> Any:
    """A POST of whoever has seen the form of `act` and knows what to send, whatever the page offers."""
    browser = world.staff(staff)
    browser.get(f"/desk/cases/{code}/{act}")
    token = browser.page.form(f"/{act}").fields["token"] if browser.page.has_form(f"/{act}") else ""
    return browser.post(f"/desk/cases/{code}/{act}", {"token": token, "seen": str(requests.load(code).version)} | typed)


def test_a_clerk_does_not_undo_a_closing_by_another_name(world: World) -> None:
    code = said_done(world)
    does(world, code, "verdict", verdict="solved", heard="call")
    press(world, code, "reopen", words="再来")
    assert world.request(code).state == "closed"
    does(world, code, "undo", "lead", words="弄错了")
    assert world.request(code).state == "accepted"


def test_words_are_not_let_out_where_the_rule_forbids_it(world: World) -> None:
    code = at_work(world)
    press(world, code, "release", of="1", public_words="路边有垃圾", looked_over="yes")
    assert "路边有垃圾" not in world.browser().get(f"/r/{code}").html


def test_another_matter_in_the_form_of_the_one_before_is_not_lost(world: World) -> None:
    browser = world.staff("clerk")
    browser.get("/desk/file")
    back = browser.another_window()
    typed = {"channel": "phone", "place": "compound:ankang", "category": "litter", "act": "file"}
    first = code_of(browser.submit("/desk/file", words=WORDS, **typed))
    page = back.submit("/desk/file", words="广场的健身器材松了", **(typed | {"category": "road"}))
    assert first in page.text
    assert page.form("/desk/file").fields["words"] == "广场的健身器材松了"
    assert code_of(back.submit("/desk/file", act="file")) != first


def test_an_answer_that_was_typed_is_neither_dropped_nor_whistled(world: World) -> None:
    browser = world.staff("clerk")
    browser.get("/desk/file")
    typed = {"channel": "phone", "words": WORDS, "place": "compound:ankang", "category": "litter"}
    page = browser.submit("/desk/file", answer="当场说清了", act="file", **typed)
    assert page.status == 422
    assert page.form("/desk/file").fields["answer"] == "当场说清了"


def test_who_wants_to_join_what_has_closed_meanwhile_can_file_anew(world: World) -> None:
    first = files(world, category="road")
    world.settle()
    browser = world.staff("clerk")
    browser.get("/desk/file")
    typed = {"channel": "phone", "words": WORDS, "place": "compound:ankang", "category": "road", "act": "file"}
    browser.submit("/desk/file", **typed)
    does(world, first, "withdraw")
    assert browser.submit("/desk/file", joins=first, act="file").status == 422
    assert code_of(browser.submit("/desk/file", act="file")) != first


def test_what_is_urgent_is_not_hidden_in_what_is_not(world: World) -> None:
    road, leak = files(world, category="road"), files(world, category=GAS_LEAK.id)
    world.settle()
    press(world, leak, "merge", other=road)
    assert world.request(leak).state == "whistled"


def test_the_community_called_beside_the_operator_gets_its_own_order(world: World) -> None:
    code = files(world, category=GAS_LEAK.id)
    world.settle()
    world.forget()
    does(world, code, "whistle", unit="gas_company", helper_1=OFFICE.id)
    own = world.request(code).orders[-1]
    assert own.unit == OFFICE.id
    assert [text for _, text in world.texts() if own.code in text]


def test_what_was_typed_for_an_act_that_is_over_can_be_copied(world: World) -> None:
    code = at_work(world)
    browser = world.staff("clerk")
    browser.get(f"/desk/cases/{code}/answer")
    does(world, code, "withdraw")
    page = browser.submit("/answer", words="写了很久的一段话")
    assert page.path == f"/desk/cases/{code}/answer"
    assert "写了很久的一段话" in page.text


def test_a_unit_whose_order_is_withdrawn_hears_of_it(world: World) -> None:
    code = at_work(world)
    world.forget()
    does(world, code, "withdraw")
    assert [to for to, text in world.texts() if "不用再办" in text] == ["+8615400000101"]


def test_nobodys_silence_counts_right_after_the_last_attempt(world: World) -> None:
    code = said_done(world)
    world.later(8 * DAY)
    for way in ("call", "notice"):
        does(world, code, "attempt", way=way)
    request = world.request(code)
    assert request.verdict_by == NOON + 10 * DAY


@pytest.mark.parametrize("field", ["of", "order", "seen"])
def test_a_number_of_any_length_is_answered(world: World, field: str) -> None:
    code = at_work(world)
    act = {"of": "blank", "order": "progress", "seen": "progress"}[field]
    page = press(world, code, act, **({"public_words": "清了", "words": "", field: "9" * 5000}))
    assert page.status in (200, 409, 422)


def test_pages_of_the_open_list_lose_nothing_at_their_edge(world: World) -> None:
    """Requests that came in one instant, as an import brings them."""
    codes = {a_code(text=f"row {number}") for number in range(80)}
    for code in codes:
        for row in rows(a_request(code=code, category=LITTER)):
            client().put_item(TableName="test-requests", Item=row_item(row).serialize())
    browser, seen, url = world.staff("clerk"), set(), "/desk?view=open"
    for _ in range(3):
        html = browser.get(url).html
        seen |= {code for code in codes if f"/desk/cases/{code}" in html}
        if "after=" not in html:
            break
        url = html.split('href="/desk?')[-1].split('"')[0].replace("&amp;", "&")
        url = f"/desk?{url}"
    assert seen == codes


def test_an_address_too_long_for_a_key_is_no_page(world: World) -> None:
    assert world.staff("clerk").get(f"/desk?after={'x' * 2000}").status == 404


def test_a_telephone_that_asked_for_nothing_is_looked_for_all_the_same(world: World) -> None:
    browser = world.staff("clerk")
    browser.get("/desk/search")
    assert "找到 0 件" in browser.submit("/desk/search", q=TELEPHONE).text
