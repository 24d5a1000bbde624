"""Signing in through the user pool's own page, with an account of the demo, and out again."""

from urllib.parse import parse_qs, urlparse

import pytest

from infra.local.accounts import PASSWORD
from infra.local.browser import Browser, Page
from infra.local.cloud import LocalCloud

LEAD = "longwangmiao.lead@desk.example"


def sign_in(browser: Browser, username: str, password: str = PASSWORD, path: str = "/desk") -> Page:
    offered = browser.get(path)
    assert offered.path == "/signin"
    theirs = browser.get(offered.links["登录"])
    return browser.send(theirs, "/login", username=username, password=password)


def test_in_and_out(cloud: LocalCloud) -> None:
    browser = Browser(cloud.url)
    desk = sign_in(browser, LEAD)
    assert (desk.status, desk.path) == (200, "/desk")
    assert "龙王庙社区负责人" in desk.text
    left = browser.send(desk, "/signin/out")
    assert (left.status, left.path) == (200, "/signin/bye")
    assert browser.get("/desk").path == "/signin"
    out_there = browser.get(left.links["账号也退出"])
    assert (out_there.status, out_there.path) == (200, "/signin")


def test_the_page_that_was_asked_for_comes_after_signing_in(cloud: LocalCloud) -> None:
    answer = sign_in(Browser(cloud.url), LEAD, path="/desk?state=returned")
    assert (answer.path, parse_qs(urlparse(answer.url).query)) == ("/desk", {"state": ["returned"]})


def test_a_wrong_password_stays_outside(cloud: LocalCloud) -> None:
    browser = Browser(cloud.url)
    assert sign_in(browser, LEAD, password="another-2026").path != "/desk"
    assert browser.get("/desk").path == "/signin"


@pytest.mark.parametrize("query", ["", "?code=made-up&state=made-up", "?error=access_denied"])
def test_coming_back_without_having_gone_is_refused(cloud: LocalCloud, query: str) -> None:
    browser = Browser(cloud.url)
    assert browser.get(f"/signin/back{query}").status == 403
    assert browser.get("/desk").path == "/signin"


def test_an_account_without_a_role_is_told_so(cloud: LocalCloud) -> None:
    cognito = cloud.client("cognito-idp")
    pool = next(pool["Id"] for pool in cognito.list_user_pools(MaxResults=60)["UserPools"])
    email = "nobody@desk.example"
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(UserPoolId=pool, Username=email, MessageAction="SUPPRESS", UserAttributes=attributes)
    cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True)
    browser = Browser(cloud.url)
    answer = sign_in(browser, email)
    assert (answer.status, answer.path) == (403, "/signin/back")
    assert "没有岗位" in answer.text
    assert browser.get("/desk").path == "/signin"
