"""How a page is seen: a press chooses, nothing is done, nothing typed is lost, nobody else gets what one has chosen."""

from typing import Any
from urllib.parse import urlencode

import pytest

from functions.shared.edge import http

FORM = {"words": "", "place": ""}


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> http.App:
    """A room with a form, whose pages say what they were given."""
    monkeypatch.setenv("STAGE", "local")
    app = http.App(lambda template, language, **context: f"{template} {language} {context}")
    app.sent = []  # type: ignore[attr-defined]

    @app.get("/form")
    def show() -> http.Answer:
        return app.form_page("form", (), cache=http.PUBLIC, form=FORM, token="fresh")

    @app.post("/form")
    def send() -> http.Answer:
        app.sent.append(app.visit.form)  # type: ignore[attr-defined]
        return http.see_other("/done")

    @app.again("/step/<number>")
    def again(number: str) -> http.Answer:
        return app.page("step", number=number, form={"words": app.visit.form["words"].upper()})

    return app


def asked(app: http.App, path: str, cookies: str = "", query: str = "", **form: str) -> dict[str, Any]:
    event: dict[str, Any] = {
        "rawPath": path,
        "headers": {"cookie": cookies, "content-type": "application/x-www-form-urlencoded", "accept-language": "zh"},
        "queryStringParameters": dict(part.split("=") for part in query.split("&") if part),
        "requestContext": {"http": {"method": "POST" if form else "GET"}},
        "body": urlencode(form),
    }
    return app.main(event, None)


@pytest.mark.parametrize(
    ("press", "cookie"), [("lang-en", "lang=en"), ("print-large", "print=large"), ("reading-easy", "reading=easy")]
)
def test_a_press_is_kept_for_a_year_and_leads_back_to_the_page(app: http.App, press: str, cookie: str) -> None:
    answer = asked(app, "/form", query="month=2026-03&lang=zh", look=press)
    assert (answer["statusCode"], answer["headers"]["Location"]) == (303, "/form?month=2026-03")
    (kept,) = (kept for kept in answer["cookies"] if not kept.startswith("lang=zh"))
    assert kept.startswith(f"{cookie}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000")


@pytest.mark.parametrize("press", ["", "lang-xx", "size-large", "print-", "print-large-", "desk-secret"])
def test_what_nobody_offers_is_not_kept(app: http.App, press: str) -> None:
    answer = asked(app, "/form", look=press)
    assert answer["statusCode"] == 303
    assert answer["cookies"] == []


@pytest.mark.parametrize("path", ["//evil.example/x", "/\r\nSet-Cookie: x=y", "/报告"])
def test_the_way_back_stays_on_this_site(app: http.App, path: str) -> None:
    where = asked(app, path, look="print-large")["headers"]["Location"]
    assert where.startswith("/")
    assert not where.startswith("//")
    assert where.isascii()
    assert where.isprintable()


def test_what_was_typed_is_there_again_and_was_not_sent(app: http.App) -> None:
    answer = asked(app, "/form", look="lang-en", words="路灯不亮", token="theirs", other="x")
    assert app.sent == []  # type: ignore[attr-defined]
    assert answer["statusCode"] == 200
    assert answer["body"].startswith("form en ")
    assert "'form': {'words': '路灯不亮', 'place': ''}, 'token': 'theirs'" in answer["body"]
    assert answer["cookies"][0].startswith("lang=en;")


def test_a_page_of_several_asks_for_itself_again(app: http.App) -> None:
    answer = asked(app, "/step/2", look="print-large", words="lamp")
    assert "'number': '2', 'form': {'words': 'LAMP'}" in answer["body"]
    assert asked(app, "/step/2", words="lamp")["statusCode"] == 404, "a press in the frame, and nothing else"
    assert asked(app, "/nowhere", look="print-large", words="lamp")["statusCode"] == 404


def test_one_visitors_choice_is_not_served_to_another(app: http.App) -> None:
    usual = asked(app, "/form")
    assert usual["headers"]["Cache-Control"] == http.PUBLIC
    assert "Cookie" in usual["headers"]["Vary"]
    for chosen in (asked(app, "/form", look="print-large", words="x"), asked(app, "/form", query="lang=en")):
        assert chosen["headers"]["Cache-Control"] == http.GOING_BACK
    assert "'large_print': False, 'easy': False" in usual["body"]
    theirs = asked(app, "/form", cookies="print=large; reading=easy; lang=en")
    assert "'large_print': True, 'easy': True" in theirs["body"]
    assert theirs["cookies"] == [], "GET changes nothing"


def test_what_a_cookie_holds_is_one_of_those_that_there_are(app: http.App) -> None:
    strange = asked(app, "/form", cookies="print=huge; reading=; lang=<script>")
    assert "form zh" in strange["body"]
    assert "'large_print': False, 'easy': False" in strange["body"]
