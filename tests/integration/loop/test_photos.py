"""Photographs from the form to the story, on moto: who may send, what is kept, who sees it, and what ends it."""

import base64
import json
import re
from html import unescape
from typing import Any

import pytest

from functions.desk import photo_press
from functions.photos import redraw_handler
from functions.privacy.erase import erase
from functions.shared import aws
from functions.shared.domain.erasure import Why
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import staff_actor
from functions.shared.domain.photo import Incoming, PhotoState, Side, Size, Unusable
from functions.shared.edge.clock import now
from functions.shared.gateways import photo_storage
from functions.shared.tables import photos, requests
from tests.builders import HOUR, MINUTE
from tests.county import CLERK, WATER_BUREAU
from tests.http_client import Browser, Page
from tests.pictures import bomb, from_a_telephone, jpeg

from .erasing import CODE, closed, filed, given_up
from .people import TELEPHONE, enters, reports
from .world import World

ID = "0123456789abcdef0123456789abcdef"
STORAGE = re.compile(r"https://incoming\.s3\.[a-z0-9-]*\.?amazonaws\.com/")


def notice(key: str) -> dict[str, Any]:
    return {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": {"key": key}}}]}


def put(key: str, content: bytes) -> None:
    aws.client("s3").put_object(Bucket="incoming", Key=key, Body=content)


def keys_in(bucket: str) -> list[str]:
    return [it["Key"] for it in aws.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]


def upload_form(page: Page) -> dict[str, str]:
    """The fields of the page's form that leads to the storage."""
    (form,) = (form for form in page.forms if STORAGE.fullmatch(form.action))
    assert form.method == "POST"
    return form.fields


def sends(world: World, browser: Browser, content: bytes, *, twice: bool = False) -> Page:
    """Whoever stands on the page for photographs sends one: as the browser, the storage and the queue do it."""
    fields = upload_form(browser.page)
    put(fields["key"], content)
    for _ in range(1 + twice):
        assert world.hand(redraw_handler.main, notice(fields["key"])) == []
    back = fields["success_action_redirect"].removeprefix("http://pgy.example")
    return browser.get(f"{back}?bucket=incoming&key={fields['key']}&etag=x")


def follows(browser: Browser, beginning: str) -> Page:
    """Press the link of this page that begins like that."""
    return browser.get(links(browser.page, beginning)[0])


def links(page: Page, beginning: str) -> list[str]:
    return [unescape(part) for part in page.html.split('"') if part.startswith(beginning)]


def resident(world: World, **typed: str) -> tuple[Browser, str]:
    """Somebody who has filed, and has pressed "add photographs" on the receipt."""
    browser = world.browser()
    code = reports(browser, telephone=TELEPHONE, **typed)
    page = follows(browser, f"/photos/{code}?k=")
    assert page.path == f"/photos/{code}"
    return browser, code


def only(code: str) -> Any:
    (photo,) = photos.of_request(code)
    return photo


class TestTheForm:
    def test_it_is_good_for_one_key_size_and_kind_for_a_quarter_of_an_hour(self, world: World) -> None:
        browser, code = resident(world)
        fields = upload_form(browser.page)
        policy = json.loads(base64.b64decode(fields["policy"]))
        incoming = Incoming.of(fields["key"])
        assert incoming is not None
        assert (incoming.request_id, incoming.side) == (code, Side.RESIDENT)
        assert {"key": fields["key"]} in policy["conditions"]
        assert ["content-length-range", 1, 10 * 1024 * 1024] in policy["conditions"]
        assert ["starts-with", "$Content-Type", "image/"] in policy["conditions"]
        assert {"success_action_redirect": f"http://pgy.example/photos/{code}/sent"} in policy["conditions"]
        assert fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"

    def test_the_file_is_its_last_field(self, world: World) -> None:
        browser, _ = resident(world)
        assert list(upload_form(browser.page))[-1] == "file", "what comes after it the storage doesn't read"

    def test_each_page_asks_for_another_key(self, world: World) -> None:
        browser, code = resident(world)
        first = upload_form(browser.page)["key"]
        browser.get(f"/photos/{code}")
        assert upload_form(browser.page)["key"] != first

    def test_its_page_alone_lets_a_form_and_a_script_lead_to_the_storage(self, world: World) -> None:
        browser, code = resident(world)
        policy = browser.page.headers["Content-Security-Policy"]
        origin = upload_form_origin(browser.page)
        assert f"form-action 'self' {origin};" in policy
        assert f"connect-src 'self' {origin}" in policy
        assert "script-src 'self'" in policy
        other = browser.get(f"/r/{code}").headers["Content-Security-Policy"]
        assert origin not in other
        assert "script-src" not in other

    def test_nobody_gets_it_without_the_link(self, world: World) -> None:
        _, code = resident(world)
        stranger = world.browser()
        assert stranger.get(f"/photos/{code}").path == f"/r/{code}"
        assert stranger.get(f"/photos/{code}?k=made-up").path == f"/r/{code}"

    def test_the_link_of_one_request_opens_no_other(self, world: World) -> None:
        _, code = resident(world)
        browser, other = resident(world)
        assert browser.get(f"/photos/{code}").path == f"/r/{code}"
        browser.cookies.clear()
        secret = "k=" + link_in_page(world, other).partition("?k=")[2]
        assert browser.get(f"/photos/{code}?{secret}").path == f"/r/{code}"

    def test_a_door_that_was_opened_long_ago_is_shut(self, world: World) -> None:
        browser, code = resident(world)
        world.later(13 * HOUR)
        assert browser.get(f"/photos/{code}").path == f"/r/{code}"

    def test_forms_are_rationed_and_the_report_is_not(self, world: World) -> None:
        browser, code = resident(world)
        seen = [browser.get(f"/photos/{code}").status for _ in range(41)]
        assert set(seen[:38]) == {200}
        assert seen[-1] == 429
        assert browser.get(f"/r/{code}").status == 200
        world.later(HOUR)
        assert browser.get(f"/photos/{code}").status == 200


def upload_form_origin(page: Page) -> str:
    (form,) = (form for form in page.forms if STORAGE.fullmatch(form.action))
    return form.action.rstrip("/")


def link_in_page(world: World, code: str) -> str:
    """Where a resident who has opened their page adds photographs."""
    browser = world.browser()
    browser.get(f"/r/{code}")
    page = browser.submit(f"/r/{code}/open", last_four=TELEPHONE[-4:])
    return links(page, f"/photos/{code}?k=")[0]


class TestWhatComesIn:
    def test_it_is_kept_drawn_anew_and_what_was_sent_is_gone(self, world: World) -> None:
        browser, code = resident(world)
        page = sends(world, browser, from_a_telephone())
        assert (page.path, page.status) == (f"/photos/{code}", 200)
        assert "已有 1 张" in page.text
        photo = only(code)
        assert (photo.state, photo.number, photo.side) == (PhotoState.KEPT, 1, Side.RESIDENT)
        assert (photo.width, photo.height) == (480, 640)
        assert keys_in("incoming") == []
        for key in keys_in("photos"):
            assert b"Phone Maker" not in aws.client("s3").get_object(Bucket="photos", Key=key)["Body"].read()

    def test_told_of_it_twice_it_is_there_once(self, world: World) -> None:
        browser, code = resident(world)
        sends(world, browser, jpeg(), twice=True)
        assert only(code).state is PhotoState.KEPT

    def test_two_workers_at_once_keep_it(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second has read the picture before the first took it away, and decides after it."""
        _, code = resident(world)
        incoming = Incoming(code, Side.RESIDENT, ID)
        put(incoming.key, jpeg())
        kept = photo_storage.keep

        def another_is_quicker(photo: Any, pictures: Any) -> None:
            monkeypatch.setattr(photo_storage, "keep", kept)
            redraw_handler.heard(notice(incoming.key))
            kept(photo, pictures)

        monkeypatch.setattr(photo_storage, "keep", another_is_quicker)
        redraw_handler.heard(notice(incoming.key))
        assert only(code).state is PhotoState.KEPT
        assert photo_storage.kept(only(code), Size.LARGE)

    def test_a_worker_that_died_halfway_is_made_up_for(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        _, code = resident(world)
        incoming = Incoming(code, Side.RESIDENT, ID)
        put(incoming.key, jpeg())
        with monkeypatch.context() as dying:
            dying.setattr(photos, "decide", lambda photo: 1 / 0)
            assert world.hand(redraw_handler.main, notice(incoming.key)) == [0]
        assert only(code).state is PhotoState.WAITING
        assert world.hand(redraw_handler.main, notice(incoming.key)) == []
        assert only(code).state is PhotoState.KEPT
        assert keys_in("incoming") == []

    def test_three_of_each_side_and_no_more(self, world: World) -> None:
        browser, code = resident(world)
        for _ in range(3):
            page = sends(world, browser, jpeg(60, 40))
        assert "已有 3 张" in page.text
        assert not [form for form in page.forms if STORAGE.fullmatch(form.action)]
        late = Incoming(code, Side.RESIDENT, ID)
        put(late.key, jpeg())
        assert world.hand(redraw_handler.main, notice(late.key)) == []
        assert [photo.number for photo in photos.of_request(code)] == [1, 2, 3]
        assert photos.one(code, ID) is None
        assert keys_in("incoming") == []
        unit = Incoming(code, Side.UNIT, ID)
        put(unit.key, jpeg())
        redraw_handler.heard(notice(unit.key))
        assert photos.one(code, ID), "the unit has three of its own"

    def test_of_many_at_once_three_get_a_place(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each has looked before any of the others has written."""
        _, code = resident(world)
        true = photos.of_request
        numbers = []
        for number in range(5):
            stale = [()]
            monkeypatch.setattr(photos, "of_request", lambda id_, stale=stale: stale.pop() if stale else true(id_))
            claimed = photos.claim(Incoming(code, Side.RESIDENT, f"{number:032x}"), now())
            numbers.append(claimed.number if claimed else None)
        assert numbers == [1, 2, 3, None, None]

    @pytest.mark.parametrize(
        ("content", "why", "words"),
        [
            (b"<html>", Unusable.NOT_A_PICTURE, "不是 JPG"),
            (jpeg()[:500], Unusable.BROKEN, "没有传完整"),
            (bomb(9000, 9000), Unusable.TOO_MANY_PIXELS, "4000 万像素"),
            (b"\0\0\0\x24ftypheic", Unusable.HEIC, "HEIC"),
        ],
    )
    def test_what_cannot_be_used_is_told_in_plain_words_and_makes_room(
        self, world: World, content: bytes, why: Unusable, words: str
    ) -> None:
        browser, code = resident(world)
        page = sends(world, browser, content)
        assert (only(code).state, only(code).why) == (PhotoState.REFUSED, why)
        assert "第 1 张没有收下" in page.text
        assert words in page.text
        assert "已有 0 张" in page.text
        assert keys_in("incoming") == []
        for _ in range(3):
            page = sends(world, browser, jpeg(60, 40))
        assert "没有收下" not in page.text
        assert "已有 3 张" in page.text

    def test_the_same_form_sent_again_with_a_better_one(self, world: World) -> None:
        browser, code = resident(world)
        again = browser.another_window()
        sends(world, browser, b"<html>")
        sends(world, again, jpeg())
        assert only(code).state is PhotoState.KEPT

    def test_on_its_way_it_says_so_and_asks_for_no_other(self, world: World) -> None:
        browser, code = resident(world)
        key = upload_form(browser.page)["key"]
        page = browser.get(f"/photos/{code}/sent?bucket=incoming&key={key}&etag=x")
        assert "正在看能不能打开" in page.text
        assert not [form for form in page.forms if STORAGE.fullmatch(form.action)]
        put(key, jpeg())
        redraw_handler.heard(notice(key))
        assert "已有 1 张" in browser.get(f"/photos/{code}?sent={Incoming.of(key).id}").text  # type: ignore[union-attr]

    @pytest.mark.parametrize("key", ["", "x", "incoming/3000000000/other/" + ID, "a/b/c/d", "incoming/1/unit/../x"])
    def test_a_key_that_is_none_of_ours_leads_to_nothing(self, world: World, key: str) -> None:
        browser, code = resident(world)
        assert browser.get(f"/photos/{code}/sent?key={key}").path == f"/photos/{code}"
        assert Incoming.of(key) is None
        if key:
            put(key, jpeg())
            redraw_handler.heard(notice(key))
            assert keys_in("incoming") == []
        assert photos.of_request(code) == ()

    def test_the_buckets_first_message_names_nothing(self, world: World) -> None:
        assert world.hand(redraw_handler.main, {"Service": "Amazon S3", "Event": "s3:TestEvent"}) == []

    def test_a_request_that_nobody_knows_keeps_nothing(self, world: World) -> None:
        incoming = Incoming("3000000000", Side.RESIDENT, ID)
        put(incoming.key, jpeg())
        redraw_handler.heard(notice(incoming.key))
        assert photos.of_request("3000000000") == ()


class TestWhoSees:
    def test_the_resident_the_unit_and_the_desk_and_nobody_else(self, world: World) -> None:
        browser, code = resident(world)
        sends(world, browser, jpeg())
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        opened = world.browser()
        opened.get(f"/r/{code}")
        assert "/photos/seen/" not in opened.page.html
        opened.submit(f"/r/{code}/open", last_four=TELEPHONE[-4:])
        for page in (opened.page, officer.page, world.staff("clerk").get(f"/desk/cases/{code}")):
            assert "居民拍的照片 1，2026年3月9日" in page.html
            for address in links(page, "/photos/seen/"):
                answer = world.browser().once(address)
                assert answer["statusCode"] == 200
                assert answer["headers"]["Content-Type"] == "image/jpeg"
                assert answer["headers"]["Cache-Control"].startswith("private")
                assert base64.b64decode(answer["body"]).startswith(b"\xff\xd8")
        assert "/photos/" not in world.staff("admin").get("/desk").html

    def test_the_unit_adds_its_own(self, world: World) -> None:
        _, code = resident(world)
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        order = officer.page.path.rpartition("/")[2]
        page = follows(officer, f"/photos/{order}?k=")
        assert page.path == f"/photos/{order}"
        sends(world, officer, jpeg())
        assert only(code).side is Side.UNIT
        officer.get(f"/u/orders/{order}")
        assert "单位拍的照片 1" in officer.page.html

    def test_staff_add_what_a_resident_sent_them_by_another_way(self, world: World) -> None:
        _, code = resident(world)
        clerk = world.staff("clerk")
        clerk.get(f"/desk/cases/{code}")
        page = follows(clerk, f"/photos/{code}?k=")
        assert links(page, f"/desk/cases/{code}"), "the way back"
        sends(world, clerk, jpeg())
        assert only(code).side is Side.RESIDENT
        assert "居民拍的照片 1" in clerk.get(f"/desk/cases/{code}").html
        assert "/photos/" not in world.staff("supervisor").get(f"/desk/cases/{code}").html.replace("/photos/seen/", "")

    def test_a_unit_that_has_given_it_back_adds_and_sees_no_more(self, world: World) -> None:
        world.desk_answers = True
        browser, code = resident(world)
        sends(world, browser, jpeg())
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        order = officer.page.path.rpartition("/")[2]
        follows(officer, f"/photos/{order}?k=")
        officer.get(f"/u/orders/{order}/return")
        officer.submit("/return", reason="not_ours")
        assert "/photos/" not in officer.page.html
        page = officer.get(f"/photos/{order}")
        assert "不能再加照片" in page.text
        assert "居民拍的照片" not in page.html

    def test_an_address_that_was_made_up_or_is_old_shows_nothing(self, world: World) -> None:
        browser, _ = resident(world)
        page = sends(world, browser, jpeg())
        (small, *_) = links(page, "/photos/seen/")
        assert world.browser().once(small + "x")["statusCode"] == 404
        assert world.browser().once(small)["statusCode"] == 200
        world.later(13 * HOUR)
        assert world.browser().once(small)["statusCode"] == 404

    def test_the_same_page_names_the_same_address_within_an_hour(self, world: World) -> None:
        browser, code = resident(world)
        sends(world, browser, jpeg())
        first = links(browser.page, "/photos/seen/")
        world.later(5 * MINUTE)
        assert links(browser.get(f"/photos/{code}"), "/photos/seen/") == first


def confirmed_case(world: World, **typed: str) -> tuple[str, Browser]:
    """Filed with a photograph, done with another, confirmed; and a clerk who has it open."""
    browser, code = resident(world, **typed)
    sends(world, browser, jpeg())
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    order = officer.page.path.rpartition("/")[2]
    follows(officer, f"/photos/{order}?k=")
    sends(world, officer, jpeg(300, 300))
    officer.get(f"/u/orders/{order}")
    officer.submit("/take")
    officer.get(f"/u/orders/{order}/done")
    officer.submit("/done", public_words="清理干净了。")
    world.settle()
    browser.get(f"/r/{code}")
    browser.submit(f"/r/{code}/open", last_four=TELEPHONE[-4:])
    browser.submit(f"/r/{code}/verdict", verdict="solved")
    world.settle()
    clerk = world.staff("clerk")
    clerk.get(f"/desk/cases/{code}")
    return code, clerk


def presses(clerk: Browser, press: str, photo: str) -> Page:
    """Press at that photograph."""
    forms = [it for it in clerk.page.forms if it.action.endswith(f"/photos/{press}") and it.fields["photo"] == photo]
    return clerk.post(forms[0].action, forms[0].fields)


class TestModeration:
    def test_nothing_is_public_before_somebody_has_looked_it_over(self, world: World) -> None:
        code, _ = confirmed_case(world)
        assert "/photos/" not in world.browser().get(f"/results/{code}").html
        for photo in photos.of_request(code):
            assert world.browser().once(f"/photos/public/{photo.folder}/small")["statusCode"] == 404

    def test_what_is_released_stands_before_and_after_in_the_story_until_it_is_taken_back(self, world: World) -> None:
        code, clerk = confirmed_case(world)
        before, after = photos.of_request(code)
        for photo in (before, after):
            page = presses(clerk, "release", photo.id)
            assert page.status == 200
        assert page.text.count("已公开") == 2
        story = world.browser().get(f"/results/{code}")
        assert story.text.index("办之前") < story.text.index("办好以后") < story.text.index("经过")
        addresses = links(story, "/photos/public/")
        assert len(addresses) == 4
        for address in addresses:
            answer = world.browser().once(address)
            assert (answer["statusCode"], answer["headers"]["Cache-Control"]) == (200, "public, max-age=60")
        presses(clerk, "blank", before.id)
        story = world.browser().get(f"/results/{code}")
        assert "办之前" not in story.text
        assert "办好以后" in story.text
        assert world.browser().once(f"/photos/public/{before.folder}/large")["statusCode"] == 404
        assert photos.one(code, before.id).state is PhotoState.BLANKED  # type: ignore[union-attr]

    def test_pressing_twice_is_pressing_once(self, world: World) -> None:
        code, clerk = confirmed_case(world)
        photo = photos.of_request(code)[0]
        twin = clerk.another_window()
        presses(clerk, "release", photo.id)
        assert presses(twin, "release", photo.id).status == 200

    def test_it_says_what_to_look_for(self, world: World) -> None:
        _, clerk = confirmed_case(world)
        assert "人脸和车牌看不清吗" in clerk.page.text

    def test_a_category_that_is_never_public_has_no_press_for_it_and_takes_none(self, world: World) -> None:
        browser, code = resident(world, category="gas_check")
        sends(world, browser, jpeg())
        photo = only(code)
        clerk = world.staff("clerk")
        page = clerk.get(f"/desk/cases/{code}")
        assert [it.action.rpartition("/")[2] for it in page.forms if "/photos/" in it.action] == ["blank"]
        form = page.form("/photos/blank")
        made = presses(clerk, "blank", photo.id)
        assert "不公开了" in made.text
        with pytest.raises(Refused, match="photos_never_public"):
            photo_press.do(requests.load(code), photo.id, photo_press.named("release"), CLERK, now())
        assert clerk.post(form.action.replace("blank", "release"), form.fields).status == 422
        photos.look_over(photo, PhotoState.RELEASED, staff_actor("clerk"), now())  # before its category changed
        assert world.browser().once(f"/photos/public/{photo.folder}/large")["statusCode"] == 404

    @pytest.mark.parametrize("who", ["supervisor", "admin"])
    def test_who_may_not_release_words_may_not_release_photographs(self, world: World, who: str) -> None:
        code, clerk = confirmed_case(world)
        form = clerk.page.form("/photos/release")
        other = world.staff(who)
        assert "/photos/release" not in other.get(f"/desk/cases/{code}").html
        assert other.post(form.action, form.fields).status == 403
        assert {photo.state for photo in photos.of_request(code)} == {PhotoState.KEPT}

    def test_another_communitys_clerk_gets_nowhere(self, world: World) -> None:
        _, clerk = confirmed_case(world)
        form = clerk.page.form("/photos/release")
        assert world.staff("tiezhi_clerk").post(form.action, form.fields).status == 403

    def test_a_press_without_its_own_token_does_nothing(self, world: World) -> None:
        code, clerk = confirmed_case(world)
        form = clerk.page.form("/photos/release")
        (other,) = (photo.id for photo in photos.of_request(code) if photo.id != form.fields["photo"])
        assert clerk.post(form.action, form.fields | {"photo": other}).status == 422
        assert {photo.state for photo in photos.of_request(code)} == {PhotoState.KEPT}

    def test_each_press_is_written_down_as_a_look(self, world: World) -> None:
        code, clerk = confirmed_case(world)
        presses(clerk, "release", photos.of_request(code)[0].id)
        looks = [it for it in world.items("access_log") if it["request_id"]["S"] == code]
        assert "moderate" in {it["purpose"]["S"] for it in looks}


class TestWhatEndsIt:
    def _with_photos(self, world: World) -> None:
        closed()
        for side in Side:
            photo = photos.claim(Incoming(CODE, side, f"{len(side):032x}"), now())
            assert photo
            photo_storage.keep(photo, {size: jpeg() for size in Size})
            photos.decide(type(photo)(**{**vars(photo), "state": PhotoState.KEPT, "width": 640, "height": 480}))

    def test_erasing_takes_rows_and_pictures_and_counts_them(self, world: World) -> None:
        self._with_photos(world)
        assert [key for key in keys_in("photos") if key.startswith(CODE)]
        world.later(MINUTE)
        erasure = erase(CODE, by=staff_actor("lead"), why=Why.WISH, now=now())
        assert erasure.counts.photos == 2
        assert photos.of_request(CODE) == ()
        assert not [key for key in keys_in("photos") if key.startswith(CODE)]

    def test_what_comes_in_after_closing_is_not_kept(self, world: World) -> None:
        given_up()
        incoming = Incoming(CODE, Side.RESIDENT, ID)
        put(incoming.key, jpeg())
        redraw_handler.heard(notice(incoming.key))
        assert photos.of_request(CODE) == ()
        assert not [key for key in keys_in("photos") if key.startswith(CODE)]
        assert keys_in("incoming") == []

    def test_what_is_erased_while_it_is_being_drawn_leaves_nothing(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Closed and erased between the look at the request and the writing of the pictures."""
        filed()
        incoming = Incoming(CODE, Side.RESIDENT, ID)
        put(incoming.key, jpeg())
        kept = photo_storage.keep

        def erased_meanwhile(photo: Any, pictures: Any) -> None:
            photo_storage.erase([photo])
            photos.erase([photo])
            kept(photo, pictures)

        monkeypatch.setattr(photo_storage, "keep", erased_meanwhile)
        redraw_handler.heard(notice(incoming.key))
        assert photos.of_request(CODE) == ()
        assert not [key for key in keys_in("photos") if key.startswith(CODE)]

    def test_what_is_given_to_the_resident_names_them(self, world: World) -> None:
        self._with_photos(world)
        lead = world.staff("lead")
        lead.get(f"/desk/privacy/{CODE}")
        fields = lead.page.form("/export").fields
        told = lead.post(f"/desk/privacy/{CODE}/export", fields, **{"as": "json"})
        listed = json.loads(told.html)["requests"][0]["photos"]
        assert [(it["who"], it["state"]) for it in listed] == [("resident", "kept"), ("unit", "kept")]
        page = lead.post(f"/desk/privacy/{CODE}/export", fields, **{"as": "page"})
        assert "居民拍的照片 1" in page.text
        assert "photo.unit" in lead.post(f"/desk/privacy/{CODE}/export", fields, **{"as": "csv"}).html


def test_no_fact_speaks_of_photographs(world: World) -> None:
    browser, code = resident(world)
    version = requests.load(code).version
    sends(world, browser, jpeg())
    assert requests.load(code).version == version
