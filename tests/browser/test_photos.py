"""Photographs in Chromium: sent without JavaScript, seen by whoever acts, released, and seen by everybody."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.axe import SMALLEST, findings
from tests.browser.sending import sends
from tests.desk import sent_at_the_desk
from tests.pictures import from_a_telephone, jpeg

PICTURE = FilePayload(name="IMG_0001.jpg", mimeType="image/jpeg", buffer=from_a_telephone(6, 1200, 900))
PAGE = FilePayload(name="page.jpg", mimeType="image/jpeg", buffer=b"<!DOCTYPE html><html>")
LITTER = {"words": "路边到处是塑料袋。", "place": "compound:ankang", "category": "litter", "telephone": "15400009061"}
PATIENCE = 15  # presses of "look again", a second apart


def filed(page: Page) -> str:
    """On the page for photographs, come from the receipt; answers with the code."""
    page.goto("/report")
    page.get_by_label("是什么事").fill(LITTER["words"])
    page.get_by_label("在哪里").select_option(LITTER["place"])
    page.get_by_label("是哪一类").select_option(LITTER["category"])
    page.get_by_label("您的电话").fill(LITTER["telephone"])
    sends(page)
    page.get_by_role("link", name="加照片").click()
    expect(page).to_have_url(re.compile(r"/photos/3\d{9}$"))
    page.wait_for_load_state()  # where there is a script it runs
    return page.url.rpartition("/")[2]


def send(page: Page, file: FilePayload = PICTURE) -> None:
    """Choose a file, send it, and look again until it has been looked at."""
    page.locator("#file").set_input_files(files=[file])
    page.get_by_role("button", name="上传").click()
    expect(page).to_have_url(re.compile(r"/photos/\d{10}\?sent=[0-9a-f]{32}$"))
    for _ in range(PATIENCE):
        if not page.locator("#waiting").count():
            return
        page.wait_for_timeout(1000)
        page.get_by_role("link", name="看看好了没有").click()
    raise AssertionError("it was never looked at")


def seen(page: Page, alt: str) -> None:
    """A picture with that text is on the page, and the browser could show it."""
    picture = page.get_by_alt_text(re.compile(alt)).first
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    expect(picture).not_to_have_js_property("naturalWidth", 0)


def test_from_the_receipt_to_the_story_without_javascript(
    visitor: Page, another: Page, clerk: Page, cloud: LocalCloud
) -> None:
    number = demo.number_of("water_bureau")
    bureau = demo.Telephone(cloud.url, number)
    code = filed(visitor)
    expect(visitor.get_by_role("main")).to_contain_text("每张不超过 10 MB")
    send(visitor)
    expect(visitor.get_by_role("main")).to_contain_text("已有 1 张")
    seen(visitor, "居民拍的照片 1")
    send(visitor, PAGE)
    expect(visitor.get_by_role("main")).to_contain_text("第 2 张没有收下")

    sent_at_the_desk(cloud.url, code)
    order = demo.code_in(bureau.next("吹哨"), "单号")
    another.goto(f"/u?code={order}")
    another.get_by_label("后四位").fill(number[-4:])
    another.keyboard.press("Enter")
    expect(another).to_have_url(re.compile(f"/u/orders/{order}$"))
    seen(another, "居民拍的照片 1")
    another.get_by_role("link", name="加照片").click()
    send(another)
    seen(another, "单位拍的照片 1")
    another.get_by_role("link", name="回到哨单").click()
    seen(another, "单位拍的照片 1")

    officer = Browser(cloud.url)
    path = demo.enter(officer, order, number[-4:]).path
    demo.act(officer, path, "take")
    demo.act(officer, path, "done", public_words="清理完了。")
    resident = Browser(cloud.url)
    demo.confirm(resident, code, LITTER["telephone"][-4:])
    story = demo.wait_for_result(resident, code)
    visitor.goto(story)
    assert not visitor.locator("main img").count()

    clerk.goto(f"/desk/cases/{code}")
    for alt in ("居民拍的照片 1", "单位拍的照片 1"):
        seen(clerk, alt)
        clerk.get_by_role("button", name=re.compile(f"^公开 ?：{alt}")).click()
    expect(clerk.get_by_text("已公开")).to_have_count(2)
    visitor.goto(f"{story}?again")
    visitor.reload()
    seen(visitor, "居民拍的照片 1")
    seen(visitor, "单位拍的照片 1")
    expect(visitor.get_by_role("heading", name="办之前")).to_be_visible()


def test_with_javascript_it_is_said_before_sending_and_sent_from_the_page(inspector: Page) -> None:
    filed(inspector)
    said = inspector.locator("#file-said")
    inspector.get_by_role("button", name="上传").click()
    expect(said).to_have_text("请先选一张照片")
    words = FilePayload(name="words.txt", mimeType="text/plain", buffer=b"words")
    inspector.locator("#file").set_input_files(files=[words])
    inspector.get_by_role("button", name="上传").click()
    expect(said).to_contain_text("不是 JPG、PNG 或 WebP 图片")
    inspector.locator("#file").set_input_files(files=[PICTURE])
    inspector.context.set_offline(True)
    inspector.get_by_role("button", name="上传").click()
    expect(said).to_contain_text("没有传上去，别的都没有丢")
    inspector.context.set_offline(False)
    inspector.get_by_role("button", name="上传").click()
    expect(inspector.get_by_alt_text(re.compile("居民拍的照片 1"))).to_be_visible(timeout=20_000)


def test_what_is_too_large_the_script_refuses_and_the_storage_too(
    inspector: Page, visitor: Page, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(jpeg() + b"\0" * (10 * 1024 * 1024))
    filed(inspector)
    inspector.locator("#file").set_input_files(large)
    inspector.get_by_role("button", name="上传").click()
    expect(inspector.locator("#file-said")).to_contain_text("超过 10 MB")
    code = filed(visitor)
    visitor.locator("#file").set_input_files(large)
    visitor.get_by_role("button", name="上传").click()
    visitor.wait_for_timeout(1000)
    assert "/photos/" not in visitor.url, "the storage's own page"
    visitor.goto(f"/photos/{code}")
    expect(visitor.get_by_role("main")).to_contain_text("已有 0 张")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_and_nothing_sticks_out(inspector: Page, language: str) -> None:
    inspector.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    code = filed(inspector)
    inspector.goto(f"/photos/{code}?lang={language}")
    assert findings(inspector) == []
    inspector.locator("#file").set_input_files(files=[PICTURE])
    inspector.locator("#upload button").click()
    expect(inspector.locator("main img")).to_be_visible(timeout=20_000)
    assert findings(inspector) == []
    assert inspector.evaluate("document.documentElement.scrollWidth <= innerWidth")
