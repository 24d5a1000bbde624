"""Signing in at an issuer on loopback, through the doors: what a browser, a stranger, another site can make of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.shared.gateways import issuer as gateway
from functions.shared.tables.directory import DirectoryRow
from tests.county import CLERK, LEAD
from tests.http_client import Browser, Page
from tests.issuer import CLIENT, FakeIssuer, a_key, public

from .world import World

VERIFIED = {"email": CLERK.email, "email_verified": True}


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIssuer]:
    with FakeIssuer() as made:
        monkeypatch.setenv("SIGNIN_ISSUER", made.url)
        monkeypatch.setenv("SIGNIN_CLIENT", CLIENT)
        monkeypatch.setenv("SIGNIN_DISCOVERY", f"{made.url}/.well-known/openid-configuration")
        gateway.forget()
        yield made
        gateway.forget()


def go(browser: Browser, target: str = "/desk") -> str:
    """Press the link of the sign-in page; answers with the issuer's address."""
    answer = browser.once(f"/signin/go?next={target}")
    assert answer["statusCode"] == 303
    return str(answer["headers"]["Location"])


def sign_in(browser: Browser, issuer: FakeIssuer, target: str = "/desk", **claims: Any) -> Page:
    return browser.get(issuer.grant(go(browser, target), **(VERIFIED | claims)))


def opens(browser: Browser) -> bool:
    return bool(browser.once("/desk")["statusCode"] == 200)


def test_in_by_a_verified_address_to_the_page_asked_for(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    offered = browser.get("/desk?state=returned")
    assert offered.path == "/signin"
    assert "/signin/go?next=/desk%3Fstate%3Dreturned" in offered.html
    answer = browser.once(issuer.grant(go(browser, "/desk%3Fstate%3Dreturned"), **VERIFIED))
    assert (answer["statusCode"], answer["headers"]["Location"]) == (303, "/desk?state=returned")
    assert CLERK.name in browser.get("/desk").text
    assert browser.cookies["signing_in"] == ""


def test_the_issuer_is_asked_with_all_that_protects_a_code(world: World, issuer: FakeIssuer) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(go(world.browser())).query).items()}
    assert asked.pop("state") != asked.pop("nonce")
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": "http://pgy.example/signin/back",
        "scope": "openid email",
        "code_challenge_method": "S256",
    }


def test_every_attempt_is_another(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    assert go(browser) != go(browser)


def test_a_session_is_new_at_each_sign_in_and_the_one_before_ends(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    sign_in(browser, issuer)
    before = browser.another_window()
    sign_in(browser, issuer)
    assert browser.cookies["desk"] != before.cookies["desk"]
    assert opens(browser)
    assert not opens(before)


def test_a_session_that_somebody_has_planted_is_not_the_one_that_opens(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    browser.cookies["desk"] = "planted"
    sign_in(browser, issuer)
    assert browser.cookies["desk"] != "planted"


@pytest.mark.parametrize("spoilt", ["state=other", "state=", "code="])
def test_another_state_is_refused(world: World, issuer: FakeIssuer, spoilt: str) -> None:
    browser = world.browser()
    back = issuer.grant(go(browser), **VERIFIED)
    name = spoilt.split("=")[0]
    parts = [spoilt if part.startswith(f"{name}=") else part for part in back.split("?")[1].split("&")]
    assert browser.get(f"/signin/back?{'&'.join(parts)}").status == 403
    assert not opens(browser)


def test_anothers_answer_is_refused(world: World, issuer: FakeIssuer) -> None:
    """A stranger sends their own answer to somebody, who would then work in the stranger's name."""
    stranger, victim = world.browser(), world.browser()
    theirs = issuer.grant(go(stranger), **VERIFIED)
    assert victim.get(theirs).status == 403
    go(victim)
    assert victim.get(theirs).status == 403
    assert not opens(victim)


def test_an_answer_is_good_once(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    back = issuer.grant(go(browser), **VERIFIED)
    twin = browser.another_window()
    browser.get(back)
    assert twin.get(back).status == 403
    assert not opens(twin)


def test_an_attempt_ends_after_ten_minutes(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    back = issuer.grant(go(browser), **VERIFIED)
    world.later(timedelta(minutes=10, seconds=1))
    assert browser.get(back).status == 403


def test_a_made_up_attempt_is_refused(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    browser.cookies["signing_in"] = '["secret", "/desk"]'
    assert browser.get("/signin/back?code=x&state=x").status == 403


def test_one_who_changes_their_mind_is_told_so(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    state = parse_qs(urlsplit(go(browser)).query)["state"][0]
    page = browser.get(f"/signin/back?error=access_denied&state={state}")
    assert page.status == 403
    assert "重新登录" in page.text


@pytest.mark.parametrize(
    "wrong",
    [{"nonce": "another"}, {"aud": "another"}, {"iss": "https://other.example"}, {"exp": 1}, {"email": 7}],
    ids=str,
)
def test_a_token_with_anything_wrong_opens_nothing(world: World, issuer: FakeIssuer, wrong: dict[str, Any]) -> None:
    browser = world.browser()
    assert sign_in(browser, issuer, **wrong).status == 403
    assert world.items("sessions") == []


def test_a_new_key_of_the_issuers_is_fetched(world: World, issuer: FakeIssuer) -> None:
    sign_in(world.browser(), issuer)
    issuer.key = a_key("second")
    issuer.shown = public(issuer.key)
    browser = world.browser()
    sign_in(browser, issuer)
    assert opens(browser)
    assert issuer.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "claims",
    [{"email": "stranger@desk.example"}, {"email_verified": False}],
    ids=["unknown", "not verified"],
)
def test_an_account_without_a_post_is_told_whom_to_ask(
    world: World, issuer: FakeIssuer, claims: dict[str, Any]
) -> None:
    browser = world.browser()
    page = sign_in(browser, issuer, **claims)
    assert page.status == 403
    assert "系统管理员" in page.text
    assert f"{issuer.url}/leave?client_id={CLIENT}" in page.html
    assert world.items("sessions") == []


def test_by_the_accounts_id_where_the_directory_names_it(world: World, issuer: FakeIssuer) -> None:
    row = DirectoryRow.get("staff", LEAD.id)
    before = row.data
    try:
        DirectoryRow(kind="staff", id=LEAD.id, order=row.order, data=before | {"subject": "account-1"}).save()
        browser = world.browser()
        sign_in(browser, issuer, email="elsewhere@desk.example")
        assert LEAD.name in browser.get("/desk").text
    finally:
        DirectoryRow(kind="staff", id=LEAD.id, order=row.order, data=before).save()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/desk/../u", "/u", "/%5Cevil.example"])
def test_nobody_is_led_elsewhere_after_signing_in(world: World, issuer: FakeIssuer, target: str) -> None:
    browser = world.browser()
    assert "evil" not in browser.get(f"/signin?next={target}").html
    answer = browser.once(issuer.grant(go(browser, target), **VERIFIED))
    assert answer["headers"]["Location"] == "/desk"


def test_out_and_the_session_is_gone(world: World, issuer: FakeIssuer) -> None:
    browser = world.browser()
    sign_in(browser, issuer)
    browser.get("/desk")
    twin = browser.another_window()
    page = browser.submit("/signin/out")
    assert page.path == "/signin/bye"
    assert f"{issuer.url}/leave?client_id={CLIENT}&amp;post_logout_redirect_uri=http" in page.html
    assert not opens(browser)
    assert not opens(twin)
    assert world.items("sessions") == []
    assert twin.submit("/signin/out").path == "/signin/bye"  # pressing twice is success


def test_out_where_the_issuer_has_no_such_page_or_is_away(world: World, issuer: FakeIssuer) -> None:
    issuer.leaves = False
    assert "账号也退出" not in world.browser().get("/signin/bye").text
    gateway.forget()
    issuer.status = 500
    assert world.browser().get("/signin/bye").status == 200


def test_another_site_cannot_sign_anybody_out(world: World, issuer: FakeIssuer) -> None:
    browser = world.staff("clerk")
    token = browser.get("/desk").form("/signin/out").fields["token"]
    assert browser.sent_by("/signin/out", {"token": token}, origin="https://evil.example").status == 403
    assert browser.post("/signin/out").status == 403
    stranger = world.staff("clerk")
    theirs = stranger.get("/desk").form("/signin/out").fields["token"]
    assert browser.post("/signin/out", token=theirs).status == 403
    assert opens(browser)
    assert browser.get("/signin/out").status == 404


def test_an_issuer_that_is_away_or_another_is_said_plainly(
    world: World, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = world.browser()
    issuer.status = 500
    assert browser.get("/signin/go").status == 503
    issuer.status = 200
    monkeypatch.setenv("SIGNIN_ISSUER", "https://issuer.example")
    assert browser.get("/signin/go").status == 503
    monkeypatch.setenv("SIGNIN_DISCOVERY", "http://127.0.0.1:9/nobody")
    assert browser.get("/signin/go").status == 503


def test_the_page_needs_no_issuer(world: World) -> None:
    assert world.browser().get("/signin").status == 200
