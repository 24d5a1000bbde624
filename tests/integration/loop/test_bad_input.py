"""What nobody should send, and somebody will: 4xx, nothing stored, never a failure of ours."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.shared.domain.codes import ORDER, REQUEST
from tests.builders import a_code
from tests.county import WATER_BUREAU
from tests.http_client import FORM, Browser

from .people import TELEPHONE, WORDS, enters, finishes, link_in, reports
from .world import World

GOOD = {"words": WORDS, "place": "compound:ankang", "category": "litter", "telephone": "", "place_words": ""}
TABLES = ("requests", "private", "results", "tallies")
NOTHING: dict[str, Any] = {name: [] for name in TABLES}


@pytest.fixture(autouse=True)
def no_failure_of_ours(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.fixture
def form(world: World) -> Browser:
    """Somebody with the report form before them."""
    browser = world.browser()
    browser.get("/report")
    return browser


def token(browser: Browser) -> str:
    return browser.page.form("/report/send").fields["token"]


def stored(world: World) -> dict[str, Any]:
    return {name: world.items(name) for name in TABLES}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": " \n\t\u3000"}, "words"),
        ({"words": "\x00\x07\u202e"}, "words"),
        ({"words": "字" * 2001}, "words"),
        ({"place_words": "字" * 201}, "place_words"),
        ({"telephone": "12"}, "telephone"),
        ({"telephone": "电话" * 500}, "telephone"),
        ({"place": ""}, "place"),
        ({"place": "compound:atlantis"}, "place"),
        ({"place": "compound:../../etc"}, "place"),
        ({"place": "community:" + "x" * 3000}, "place"),
        ({"place": "unit:water_bureau"}, "place"),
        ({"category": "meteors"}, "category"),
        ({"category": "x" * 5000}, "category"),
        ({"category": "\x00"}, "category"),
    ],
)
def test_a_wrong_field_is_named(world: World, form: Browser, wrong: dict[str, str], field: str) -> None:
    page = form.post("/report/send", GOOD | {"token": token(form)} | wrong)
    assert page.status == 422
    assert f'href="#{field}"' in page.html
    assert stored(world) == NOTHING


def test_too_long_is_refused_with_the_count_and_2000_are_taken(form: Browser) -> None:
    page = form.submit("/report/send", **GOOD | {"words": "字" * 2001})
    assert "2001" in page.text
    assert form.submit("/report/send", words="字" * 2000).path.startswith("/report/sent/")


def test_controls_and_overrides_are_taken_out_and_emoji_kept(world: World) -> None:
    code = reports(world.browser(), words="\u202e路\x00灯\x1b不亮\u202c 👨‍👩‍👧")
    (words,) = [item["text"]["S"] for item in world.items("private") if item["sort"]["S"].startswith("WORDS")]
    assert words == "路灯不亮 👨‍👩‍👧"
    assert world.request(code)


@pytest.mark.parametrize(
    "content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", "", None]
)
def test_another_content_type(world: World, form: Browser, content_type: str | None) -> None:
    body = urlencode(GOOD | {"token": token(form)})
    assert form.send("/report/send", body, content_type).status == 415
    assert stored(world) == NOTHING


@pytest.mark.parametrize("broken", ["%", "%z", "%zz", "%e8%b7%", "%u8def", "%ff%fe", "%ed%a0%80", "%c0%80"])
def test_broken_percent_encoding(world: World, form: Browser, broken: str) -> None:
    body = urlencode({name: value for name, value in GOOD.items() if name != "words"} | {"token": token(form)})
    for sent in (f"{body}&words=a{broken}", f"{body}&words=a{broken}".encode()):
        assert form.send("/report/send", sent).status == 400
    assert stored(world) == NOTHING


@pytest.mark.parametrize("body", [b"\xff\xfe", b"words=\xe8\xb7", "words", "&&", "=&=;", "a=1&" * 60, "{}"])
def test_a_body_that_is_no_form(world: World, form: Browser, body: str | bytes) -> None:
    assert 400 <= form.send("/report/send", body).status < 500
    assert stored(world) == NOTHING


@pytest.mark.parametrize("letter", ["a", "字"])
def test_more_than_64_kilobytes(world: World, form: Browser, letter: str) -> None:
    """Counted in bytes, however the body came."""
    body = f"token={token(form)}&words=" + letter * (64 * 1024 // len(letter.encode()))
    assert form.send("/report/send", body).status == 413
    assert form.send("/report/send", body.encode()).status == 413
    assert stored(world) == NOTHING


@pytest.mark.parametrize("forged", ["", "x", "W10.AAAA", "\x00", "." * 3000, "路灯"])
def test_a_forged_token(world: World, form: Browser, forged: str) -> None:
    page = form.post("/report/send", GOOD | {"token": forged})
    assert page.status == 422
    assert page.form("/report/send").fields["words"] == WORDS
    assert stored(world) == NOTHING


def test_another_forms_token(world: World, form: Browser) -> None:
    form.get("/u")
    door = form.page.form("/u").fields["token"]
    assert form.post("/report/send", GOOD | {"token": door}).status == 422
    assert not world.images()


UNKNOWN, UNKNOWN_ORDER = a_code(REQUEST, "nobody's"), a_code(ORDER, "nobody's")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/report/sent", 404),
        ("/report/nowhere", 404),
        ("/results/nowhere", 404),
        ("/results/12345", 404),
        (f"/results/{UNKNOWN}", 404),
        (f"/r/{UNKNOWN}", 404),
        ("/r/1234567890", 404),
        ("/r/%E8%B7%AF", 404),
        ("/r/%00", 404),
        ("/r/..%2f..%2fetc", 404),
        (f"/r/{UNKNOWN}/nowhere", 404),
        ("/u/orders/1", 404),
        ("/u/nowhere", 404),
        ("/results?month=2026-13", 404),
        ("/results?month=%00", 404),
        ("/results?month=99999-01", 404),
        ("/results?community=atlantis", 404),
        (f"/results?after={'x' * 3000}", 404),
        ("/results?after=%00", 404),
    ],
)
def test_what_is_not_there_is_a_clear_page(world: World, path: str, status: int) -> None:
    page = world.browser().get(path)
    assert page.status == status
    assert "<h1" in page.html


@pytest.mark.parametrize("path", [f"/r?code={UNKNOWN}", "/r?code=12", "/r?code=abc", f"/r?code={UNKNOWN_ORDER}"])
def test_an_unknown_code_is_named_where_it_was_typed(world: World, path: str) -> None:
    page = world.browser().get(path)
    assert page.status == 422
    assert 'href="#code"' in page.html


def test_an_order_that_is_not_there_asks_for_the_code(world: World) -> None:
    assert world.browser().get(f"/u/orders/{UNKNOWN_ORDER}").path == "/u"


@pytest.mark.parametrize("secret", ["x", "W10.AAAA", "%00", "." * 3000, "路灯"])
def test_forged_links_open_nothing(world: World, secret: str) -> None:
    code = reports(world.browser(), telephone=TELEPHONE)
    world.settle()
    order = world.request(code).orders[0].code
    stranger = world.browser()
    assert WORDS not in stranger.get(f"/r/{code}?k={secret}").html
    assert stranger.get(f"/u/orders/{order}?k={secret}").path == "/u"
    stranger.cookies |= {"request": secret, "order": secret, "lang": secret}
    assert WORDS not in stranger.get(f"/r/{code}").html
    assert stranger.get(f"/u/orders/{order}").path == "/u"


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("return", {"reason": "bored", "named": "", "words": ""}),
        ("return", {"reason": "", "named": "", "words": ""}),
        ("return", {"reason": "other", "named": "", "words": ""}),
        ("return", {"reason": "not_ours", "named": "atlantis", "words": ""}),
        ("return", {"reason": "not_ours", "named": "water_bureau", "words": ""}),
        ("return", {"reason": "not_ours", "named": "", "words": "字" * 2001}),
        ("reschedule", {"day": "2026-03-20", "reason": "weather", "words": ""}),  # not taken yet
        ("reschedule", {"day": "9999-12-31", "reason": "weather", "words": ""}),
        ("reschedule", {"day": "0001-01-01", "reason": "weather", "words": ""}),
        ("reschedule", {"day": "soon", "reason": "weather", "words": ""}),
        ("done", {"public_words": "", "words": ""}),
        ("done", {"public_words": "字" * 201, "words": ""}),
        ("done", {"public_words": "清了", "words": "", "raised": "三千"}),
        ("progress", {"public_words": "清了", "words": ""}),
        ("check", {"finding": "fine", "words": ""}),
        ("check", {"finding": "as_reported", "words": ""}),  # a partner's officer, and the community's act
        ("pass_on", {"unit": "red_cross", "words": ""}),
        ("pass_on", {"unit": "", "words": ""}),
    ],
)
def test_an_act_that_cannot_be(world: World, act: str, typed: dict[str, str]) -> None:
    code = reports(world.browser())
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    order = officer.page.path
    officer.get(f"{order}/{act}")
    page = officer.post(f"{order}/{act}", {"token": officer.page.form(act).fields["token"]} | typed)
    assert page.status == 422
    assert "govuk-error-summary" in page.html
    assert world.request(code).version == 2


def test_an_act_that_there_is_not(world: World) -> None:
    code = reports(world.browser())
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    assert 400 <= officer.post(f"{officer.page.path}/burn", token="x").status < 500
    assert 400 <= officer.post(f"{officer.page.path}/take").status < 500
    assert world.request(code).version == 2


@pytest.mark.parametrize("verdict", ["", "maybe", "not again", "solved solved"])
def test_a_verdict_that_there_is_not(world: World, verdict: str) -> None:
    resident = world.browser()
    code = reports(resident)
    link = link_in(resident.page)
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    officer.submit("/take")
    finishes(officer, "清了")
    resident.get(link)
    form = resident.page.form("/verdict")
    assert resident.post(form.action, form.fields | {"verdict": verdict}).status == 422
    assert world.request(code).state == "done"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/report", "/r", "/u", "/results"])
def test_other_methods(world: World, method: str, path: str) -> None:
    assert 400 <= world.browser().ask(method, path).status < 500


@pytest.mark.parametrize("path", ["/", "/report", "/r", "/u", "/results", "/nowhere"])
def test_head_is_get_without_a_body(world: World, path: str) -> None:
    browser = world.browser()
    assert browser.ask("HEAD", path).status == browser.get(path).status
    assert browser.ask("HEAD", path).html == ""


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(
        ["/report/send", "/u", "/r/3000000001/open", f"/r/{UNKNOWN}/verdict", f"/u/orders/{UNKNOWN_ORDER}/take"]
    ),
    body=st.binary(max_size=200) | st.text(max_size=200),
    content_type=st.sampled_from([FORM, FORM + "; charset=utf-8", "text/plain"]),
)
def test_whatever_is_posted_is_answered(world: World, path: str, body: str | bytes, content_type: str) -> None:
    assert 400 <= world.browser().send(path, body, content_type).status < 500
    assert not world.images()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.fixed_dictionaries({name: st.text(max_size=60) for name in GOOD}))
def test_whatever_is_typed_is_answered(world: World, typed: dict[str, str]) -> None:
    browser = world.browser()
    for name in GOOD:
        browser.get("/report")
        page = browser.post("/report/send", GOOD | {name: typed[name], "token": token(browser)})
        assert page.status in (200, 422)


@pytest.mark.parametrize("path", ["/u/orders/{}", "/u/orders/{}?k=x", "/r/{}", "/r/{}?k=x"])
def test_nothing_of_an_address_but_its_digits_comes_back_in_a_header(world: World, path: str) -> None:
    for code in (UNKNOWN, UNKNOWN_ORDER):
        answer = world.browser().once(path.format(f"{code}%0d%0aX-Evil: 1").replace(": 1?", "?"))
        assert "Evil" not in str(answer["headers"])
