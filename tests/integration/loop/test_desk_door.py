"""Nobody gets to anything under /desk without a session and a role, and no other site can press its buttons."""

from datetime import timedelta
from hashlib import sha256

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.doors import staff as door
from functions.shared.edge import http, staff_session
from functions.shared.edge.clock import now
from functions.shared.edge.visit import Visit
from functions.shared.tables import sessions
from functions.shared.tables.directory import DirectoryRow
from tests.county import CLERK
from tests.http_client import Browser

from .world import World

OURS = "http://pgy.example"


def visit(browser: Browser, **sent: str) -> Visit:
    cookies = {"desk": browser.cookies.get("desk", "")}
    return Visit(method="POST", path="/desk", query={}, form=sent, cookies=cookies, language="zh", address="")


def test_who_has_signed_in_sees_their_post(world: World) -> None:
    page = world.staff("clerk").get("/desk")
    assert (page.status, page.path) == (200, "/desk")
    assert CLERK.name in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.has_form("/signin/out")


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/requests/3000000001", "/desk/nowhere"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_else_gets_anywhere(world: World, method: str, path: str) -> None:
    answer = world.browser()._ask(method, f"{path}?a=%E7%81%AF&b=1", None, {})
    assert answer["statusCode"] == 303
    assert answer["headers"]["Location"] == f"/signin?next={path}%3Fa%3D%25E7%2581%25AF%26b%3D1"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_was_typed_isnt_lost_when_one_must_sign_in_again(world: World, method: str) -> None:
    page = world.browser().ask(method, "/desk/nowhere")
    assert page.status == 403
    assert "按“后退”" in page.text


def test_a_made_up_session_is_none(world: World) -> None:
    browser = world.browser()
    for made_up in ("", "x", sha256(b"x").hexdigest(), "é" * 3000):
        browser.cookies["desk"] = made_up
        assert browser.once("/desk")["statusCode"] == 303


def test_the_table_holds_nothing_that_opens_the_desk(world: World) -> None:
    browser = world.staff("clerk")
    (item,) = world.items("sessions")
    assert browser.cookies["desk"] not in str(item)
    browser.cookies["desk"] = item["session"]["S"]
    assert browser.once("/desk")["statusCode"] == 303


def test_twelve_hours_and_not_a_second_more(world: World) -> None:
    browser = world.staff("clerk")
    world.later(timedelta(hours=12) - timedelta(seconds=1))
    assert browser.once("/desk")["statusCode"] == 200
    world.later(timedelta(seconds=1))
    assert browser.once("/desk")["statusCode"] == 303


def test_a_role_that_is_taken_away_ends_at_once(world: World) -> None:
    browser = world.staff("clerk")
    assert browser.once("/desk")["statusCode"] == 200
    row = DirectoryRow.get("staff", "clerk")
    row.delete()
    try:
        assert browser.once("/desk")["statusCode"] == 303
        assert browser.post("/desk").status == 403
    finally:
        DirectoryRow(kind="staff", id="clerk", order=row.order, data=row.data).save()


def test_a_role_that_changes_is_the_new_one_at_once(world: World) -> None:
    browser = world.staff("clerk")
    row = DirectoryRow.get("staff", "clerk")
    before = row.data
    try:
        DirectoryRow(kind="staff", id="clerk", order=row.order, data=before | {"role": "supervisor"}).save()
        assert "督查" in browser.get("/desk").text
    finally:
        DirectoryRow(kind="staff", id="clerk", order=row.order, data=before).save()


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, 404),  # an older browser says neither: the form's token decides
        ({"origin": OURS}, 404),
        ({"origin": OURS, "sec_fetch_site": "same-origin"}, 404),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://pgy.example.evil.example"}, 403),
        ({"origin": "https://pgy.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": OURS, "sec_fetch_site": "cross-site"}, 403),
    ],
)
def test_another_sites_form_is_refused(world: World, headers: dict[str, str], wanted: int) -> None:
    assert world.staff("clerk").sent_by("/desk/nowhere", {}, **headers).status == wanted


def test_a_forms_token_is_good_in_its_session_for_its_act_and_subject(world: World) -> None:
    mine, anothers = world.staff("clerk"), world.staff("clerk")
    token = door.token(visit(mine), "whistle", "3000000001")
    assert door.cause(visit(mine, token=token), "whistle", "3000000001").id.startswith("whistle:")
    for here, purpose, subject in (
        (visit(anothers, token=token), "whistle", "3000000001"),
        (visit(mine, token=token), "reject", "3000000001"),
        (visit(mine, token=token), "whistle", "3000000002"),
        (visit(mine, token=""), "whistle", "3000000001"),
        (visit(mine), "whistle", "3000000001"),
    ):
        with pytest.raises(Refused, match="form_expired"):
            door.form(here, purpose, subject)


def test_a_token_doesnt_show_the_session(world: World) -> None:
    browser = world.staff("clerk")
    assert browser.cookies["desk"] not in door.token(visit(browser), "whistle")


def test_sessions_are_never_the_same(world: World) -> None:
    assert len({sessions.create("clerk", now()) for _ in range(50)}) == 50


def test_an_ended_session_opens_nothing(world: World) -> None:
    browser = world.staff("clerk")
    sessions.end(browser.cookies["desk"])
    assert browser.once("/desk")["statusCode"] == 303


def test_the_cookie_is_kept_from_scripts_other_sites_and_other_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAGE", "staging")
    for cookie, path in zip(staff_session.cookies("x"), ("/desk", "/signin"), strict=True):
        assert cookie == f"desk=x; Path={path}; HttpOnly; SameSite=Lax; Secure"
    assert http.no_cookie("desk", "/desk") == "desk=; Path=/desk; HttpOnly; SameSite=Lax; Max-Age=0; Secure"
