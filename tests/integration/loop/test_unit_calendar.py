"""The calendar of a unit's deadlines: who can make its address, when that ends, and what is read there."""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from functions.response import calendar_handler
from functions.shared import aws
from functions.shared.edge import tokens
from functions.shared.edge.clock import now
from functions.shared.gateways import keys as held
from functions.shared.gateways.keys import keys
from tests.builders import DAY, HOUR, MINUTE
from tests.county import OFFICE, RED_CROSS, WATER_BUREAU
from tests.http_client import Browser, Page

from .people import WORDS, Liaison, enters, finishes, reports
from .world import World

LANE = "compound:dongguan_middle_lane"


def whistled(world: World, **typed: str) -> str:
    request = reports(world.browser(), **typed)
    world.settle()
    return request


def code_of(world: World, request_id: str) -> str:
    return world.request(request_id).orders[-1].code


def address(page: Page) -> str:
    """The path of the calendar that the page names."""
    found = re.search(r'<p class="dl-address">(http://pgy\.example/u/calendar/[\w.-]+\.ics)</p>', page.html)
    assert found, page.text
    return urlsplit(found[1]).path


def makes(officer: Browser) -> str:
    """The officer asks for an address, or for a new one."""
    officer.get("/u/calendar")
    page = officer.submit("/u/calendar")
    assert (page.status, page.path) == (200, "/u/calendar")
    return address(page)


def deadlines(world: World, path: str) -> list[dict[str, str]]:
    """What a subscriber, who has no cookie, reads there; the address's own end apart."""
    answer = world.browser().once(path)
    assert answer["statusCode"] == 200
    events = [
        {name: str(event[name]) for name in ("UID", "SEQUENCE", "SUMMARY", "DESCRIPTION", "URL")}
        | {"DTEND": str(event.decoded("DTEND"))}
        for event in Calendar.from_ical(answer["body"]).walk("VEVENT")
    ]
    return [event for event in events if not event["UID"].startswith("calendar-")]


class TestTheAddress:
    def test_it_is_made_by_a_press_and_read_without_a_cookie(self, world: World) -> None:
        request = whistled(world)
        officer = enters(world, request, WATER_BUREAU)
        assert "dl-address" not in officer.get("/u/calendar").html
        assert world.items("calendars") == []
        assert len(deadlines(world, makes(officer))) == 1

    def test_it_stays_the_same_until_it_is_made_anew(self, world: World) -> None:
        officer = enters(world, whistled(world), WATER_BUREAU)
        path = makes(officer)
        world.later(HOUR)
        assert address(officer.get("/u/calendar")) == path

    def test_a_new_one_ends_the_old_one_at_once(self, world: World) -> None:
        officer = enters(world, whistled(world), WATER_BUREAU)
        old = makes(officer)
        world.later(MINUTE)
        new = makes(officer)
        assert new != old
        assert world.browser().get(old).status == 404
        assert world.browser().get(new).status == 200

    def test_pressing_twice_is_pressing_once(self, world: World) -> None:
        officer = enters(world, whistled(world), WATER_BUREAU)
        officer.get("/u/calendar")
        twin = officer.another_window()
        first, second = (address(browser.submit("/u/calendar")) for browser in (officer, twin))
        assert first == second

    def test_a_page_from_before_brings_no_old_address_back(self, world: World) -> None:
        officer = enters(world, whistled(world), WATER_BUREAU)
        officer.get("/u/calendar")
        before = officer.another_window()
        old = makes(officer)
        world.later(MINUTE)
        new = makes(officer)
        page = before.submit("/u/calendar")
        assert page.status == 422
        assert address(page) == new
        assert world.browser().get(old).status == 404

    def test_looking_makes_nothing(self, world: World) -> None:
        officer = enters(world, whistled(world), WATER_BUREAU)
        path = makes(officer)
        before = world.items("calendars"), world.items("requests")
        for url in ("/u/calendar", "/u/orders", path):
            assert officer.get(url).status == 200
        assert (world.items("calendars"), world.items("requests")) == before

    def test_each_contact_has_one(self, world: World) -> None:
        request = whistled(world)
        liaison = enters(world, request, WATER_BUREAU)
        leader = world.browser()
        leader.get("/u")
        leader.submit("/u", code=code_of(world, request), last_four="0301")
        first, second = makes(liaison), makes(leader)
        world.later(MINUTE)
        makes(leader)
        assert world.browser().get(first).status == 200
        assert world.browser().get(second).status == 404

    def test_whoever_has_a_link_alone_makes_none(self, world: World) -> None:
        request = whistled(world)
        officer, order = world.browser(), code_of(world, request)
        officer.get(f"/u/orders/{order}?k={tokens.pass_for(keys(), 'order', order, now(), tokens.LINK_LIVES)}")
        assert officer.get("/u/calendar").path == "/u"
        assert officer.post("/u/calendar", token="x").status == 403
        assert world.items("calendars") == []

    def test_it_ends_when_the_contact_has_another_telephone_or_goes(self, world: World, liaison: Liaison) -> None:
        path = makes(enters(world, whistled(world), WATER_BUREAU))
        liaison(telephone="+8615400009999")
        assert world.browser().get(path).status == 404
        liaison(telephone=None)
        assert world.browser().get(path).status == 404
        liaison()
        assert world.browser().get(path).status == 200

    def test_it_ends_by_itself_after_a_year_and_a_month(self, world: World) -> None:
        path = makes(enters(world, whistled(world), WATER_BUREAU))
        world.later(tokens.CALENDAR_LIVES - HOUR)
        assert world.browser().get(path).status == 200
        world.later(2 * HOUR)
        assert world.browser().get(path).status == 404

    def test_it_outlives_one_rotation_of_the_keys_and_not_two(self, world: World) -> None:
        path = makes(enters(world, whistled(world), WATER_BUREAU))
        secrets = aws.client("secretsmanager")
        before = secrets.get_secret_value(SecretId="keys")["SecretString"]
        first = json.loads(before)["first"]
        try:
            for names, status in ((("first", "second"), 200), (("second", "third"), 404)):
                made = {name: first if name == "first" else name * 20 for name in names}
                secrets.put_secret_value(SecretId="keys", SecretString=json.dumps({"current": names[-1], **made}))
                held._held = None
                assert world.browser().get(path).status == status
        finally:
            secrets.put_secret_value(SecretId="keys", SecretString=before)
            held._held = None

    def test_whatever_is_wrong_with_it_the_answer_is_the_same(self, world: World) -> None:
        request = whistled(world)
        officer = enters(world, request, WATER_BUREAU)
        dead = makes(officer)
        world.later(MINUTE)
        good = makes(officer)
        cookie = officer.cookies["unit"]
        order = tokens.pass_for(keys(), "order", code_of(world, request), now(), DAY)
        wrong = [dead, "/u/calendar/x.ics", "/u/calendar/.ics", good.removesuffix(".ics"), f"{good[:-6]}xx.ics"]
        wrong += [f"/u/calendar/{secret}.ics" for secret in (cookie, order, "..", "a b c", "%F0%9F")]
        pages = [world.browser().get(path) for path in wrong]
        assert {page.status for page in pages} == {404}
        assert len({page.text for page in pages}) == 1

    def test_it_opens_nothing_else(self, world: World) -> None:
        path = makes(enters(world, whistled(world), WATER_BUREAU))
        thief = world.browser()
        secret = path.rpartition("/")[2].removesuffix(".ics")
        thief.cookies.update(unit=secret, order=secret)
        assert thief.get("/u/orders").path == "/u"
        assert thief.get("/u/calendar").path == "/u"


class TestWhatIsReadThere:
    def test_an_order_to_take_and_then_to_do(self, world: World) -> None:
        request = whistled(world)
        officer = enters(world, request, WATER_BUREAU)
        order = world.request(request).orders[0]
        path = makes(officer)
        (first,) = deadlines(world, path)
        assert first["SUMMARY"] == "安康小区 环境卫生：请接单"
        assert datetime.fromisoformat(first["DTEND"]) == order.accept_by
        assert first["URL"] == f"http://pgy.example/u/orders/{order.code}"
        officer.get(f"/u/orders/{order.code}")
        officer.submit("/take")
        (second,) = deadlines(world, path)
        assert second["SUMMARY"] == "安康小区 环境卫生：请办好"
        assert datetime.fromisoformat(second["DTEND"]) == order.answer_by
        assert second["UID"] == first["UID"]
        assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])

    def test_what_is_done_or_returned_is_gone(self, world: World) -> None:
        done, returned = whistled(world), whistled(world)
        officer = enters(world, done, WATER_BUREAU)
        path = makes(officer)
        officer.get(f"/u/orders/{code_of(world, done)}")
        officer.submit("/take")
        finishes(officer, "清理完了。")
        officer.get(f"/u/orders/{code_of(world, returned)}/return")
        officer.submit("/return", reason="not_ours")
        assert deadlines(world, path) == []

    def test_another_units_orders_never_appear(self, world: World) -> None:
        ours, theirs = whistled(world), whistled(world, place=LANE)
        for request, unit in ((ours, WATER_BUREAU), (theirs, RED_CROSS)):
            (event,) = deadlines(world, makes(enters(world, request, unit)))
            assert event["URL"].endswith(code_of(world, request))

    def test_no_words_no_person_and_no_secret(self, world: World) -> None:
        typed = {"place": "community:longwangmiao", "category": "unknown", "place_words": "3 号楼 2 单元"}
        request = whistled(world, telephone="15400009001", **typed)
        path = makes(enters(world, request, OFFICE))
        body = world.browser().once(path)["body"].replace("\r\n ", "")
        for secret in (WORDS, "3 号楼", "15400009001", "9001", request, "?k=", path.rpartition("/")[2]):
            assert secret not in body
        assert "龙王庙社区 居民的事：请接单" in body

    def test_a_paused_order_shows_how_long_it_waits(self, world: World) -> None:
        request = whistled(world)
        officer = enters(world, request, WATER_BUREAU)
        officer.submit("/take")
        clerk = world.staff("clerk")
        clerk.get(f"/desk/cases/{request}/ask")
        clerk.submit("/ask", words="是哪一栋楼？")
        (event,) = deadlines(world, makes(officer))
        assert "等居民补充" in event["SUMMARY"]
        wait = world.request(request).wait
        assert wait is not None
        assert datetime.fromisoformat(event["DTEND"]) == wait.until.replace(microsecond=0)

    def test_it_says_in_time_that_the_address_ends(self, world: World) -> None:
        path = makes(enters(world, whistled(world), WATER_BUREAU))
        events = Calendar.from_ical(world.browser().once(path)["body"]).walk("VEVENT")
        (end,) = [event for event in events if str(event["UID"]).startswith("calendar-")]
        assert end.decoded("DTEND") == now() + tokens.CALENDAR_LIVES
        assert end.decoded("DTEND").tzinfo == ZoneInfo("Asia/Shanghai")

    def test_asked_again_it_sends_nothing_until_something_has_changed(self, world: World) -> None:
        officer = enters(world, whistled(world), WATER_BUREAU)
        path = makes(officer)
        reader = world.browser()
        first = reader.once(path)
        tag = first["headers"]["Etag"]
        assert first["headers"]["Cache-Control"] == "private, no-cache"
        assert first["headers"]["Content-Type"] == "text/calendar; charset=utf-8"
        world.later(timedelta(hours=5))
        for sent in (tag, f"W/{tag}", f'"other", {tag}'):
            again = reader.once(path, if_none_match=sent)
            assert (again["statusCode"], again["body"], again["headers"]["Etag"]) == (304, "", tag)
        officer.get("/u/orders")
        officer.get(re.findall(r'href="(/u/orders/\d{10})"', officer.page.html)[0])
        officer.submit("/take")
        assert reader.once(path, if_none_match=tag)["statusCode"] == 200

    def test_of_very_many_the_nearest_are_in_it(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(calendar_handler, "MOST", 1)
        near, far = whistled(world), whistled(world)
        officer = enters(world, far, WATER_BUREAU)
        officer.submit("/take")
        (event,) = deadlines(world, makes(officer))
        assert event["URL"].endswith(code_of(world, near))

    def test_head_says_the_same_without_the_body(self, world: World) -> None:
        path = makes(enters(world, whistled(world), WATER_BUREAU))
        whole, head = world.browser().once(path), world.browser().ask("HEAD", path)
        assert (head.status, head.html) == (200, "")
        assert head.headers["Etag"] == whole["headers"]["Etag"]
        assert world.browser().ask("POST", path).status in (404, 415)

    def test_nothing_in_the_logs_opens_it(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        path = makes(enters(world, whistled(world), WATER_BUREAU))
        world.browser().get(path)
        said = [str(record.__dict__) for record in caplog.records if record.getMessage().startswith("calendar_")]
        assert len(said) == 2
        assert path.rpartition("/")[2].removesuffix(".ics") not in "".join(said)
