"""Signing in and out in Chromium, without JavaScript: cookies, redirects and policies as browsers take them."""

import re

from playwright.sync_api import Page, expect

from infra.local.accounts import PASSWORD

CLERK = "longwangmiao@desk.example"


def sign_in(visitor: Page, path: str = "/desk") -> None:
    visitor.goto(path)
    expect(visitor).to_have_url(re.compile("/signin"))
    visitor.get_by_role("button", name="登录").or_(visitor.get_by_role("link", name="登录", exact=True)).first.click()
    visitor.locator("input[name=username]").fill(CLERK)
    visitor.locator("input[name=password]").fill(PASSWORD)
    visitor.keyboard.press("Enter")


def test_in_and_out(visitor: Page) -> None:
    sign_in(visitor, "/desk?state=returned")
    expect(visitor).to_have_url(re.compile(r"/desk\?state=returned$"))
    paths = {cookie["path"]: cookie for cookie in visitor.context.cookies() if cookie["name"] == "desk"}
    assert set(paths) == {"/desk", "/signin"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in paths.values())
    assert not [cookie for cookie in visitor.context.cookies() if cookie["name"] == "signing_in"]
    visitor.get_by_role("button", name="退出登录").click()
    expect(visitor).to_have_url(re.compile("/signin/bye$"))
    assert not [cookie for cookie in visitor.context.cookies() if cookie["name"] == "desk"]
    visitor.go_back()
    visitor.reload()
    expect(visitor).to_have_url(re.compile("/signin"))


def test_a_form_that_comes_too_late_leads_to_another_window(visitor: Page) -> None:
    answer = visitor.request.post("/desk/nowhere", form={"words": "写了很久的话"})
    assert answer.status == 403
    visitor.set_content(answer.text())
    there = visitor.get_by_role("link", name="在新的窗口登录")
    assert (there.get_attribute("href"), there.get_attribute("target")) == ("/signin", "_blank")
