"""Who has seen what, export and erasure at the desk: each role gets to what it may, and to nothing else."""

import csv
import io
import json
from typing import Any

import pytest

from functions.shared.domain.access import Look, Purpose
from functions.shared.edge.clock import now
from functions.shared.tables import access_log, erasures, requests
from tests.builders import DAY, a_code, reopened
from tests.county import CLERK, JIANGNAN, LEAD
from tests.http_client import Browser, Page

from .erasing import CODE, NUMBER, UNIQUE, closed, filed, given_up, held, told, traces
from .world import World

THEIRS = a_code(text="of another community")
UNKNOWN = a_code(text="nobody's")
PERSONAL = [text for name, text in UNIQUE.items() if name != "released"]  # that one everybody may read


@pytest.fixture
def cases(world: World) -> World:
    closed()
    closed(THEIRS, JIANGNAN)
    return world


def looks(code: str = CODE) -> list[Look]:
    return access_log.of_request(code)[0]


def tells(page: Page) -> list[str]:
    return [text for text in PERSONAL if text in page.html]


def as_lead(world: World) -> Browser:
    browser = world.staff("lead")
    browser.get(f"/desk/privacy/{CODE}")
    return browser


ROUTES = [
    ("GET", "/desk/privacy", "log"),
    ("GET", "/desk/privacy/mine", "own"),
    ("GET", f"/desk/privacy/{CODE}", "log"),
    ("GET", f"/desk/privacy/certificates/{CODE}-7", "log"),
    ("POST", "/desk/privacy/telephone", "person"),
    ("POST", "/desk/privacy/export", "person"),
    ("POST", f"/desk/privacy/{CODE}/export", "person"),
    ("GET", f"/desk/privacy/{CODE}/erase", "person"),
    ("POST", f"/desk/privacy/{CODE}/erase", "person"),
]
MAY = {
    "clerk": {"own"},
    "station_clerk": {"own"},
    "lead": {"own", "log", "person"},
    "county": {"own", "log", "person"},
    "supervisor": {"own", "log"},
    "admin": {"own", "log"},
}


@pytest.mark.parametrize("staff", MAY)
@pytest.mark.parametrize(("method", "path", "kind"), ROUTES)
def test_who_may_what(world: World, staff: str, method: str, path: str, kind: str) -> None:
    given_up()
    browser = world.staff(staff)
    page = browser.get(path) if method == "GET" else browser.post(path)
    refused = page.status == 403 and "您的岗位不能做这一步" in page.text
    assert refused is (kind not in MAY[staff])
    if kind not in MAY[staff] or method == "POST":  # without its token, no button does anything
        assert tells(page) == []
        assert looks() == []
        assert len(held()) == 3


@pytest.mark.parametrize(("method", "path", "_kind"), ROUTES)
def test_nobody_gets_in_without_signing_in(world: World, method: str, path: str, _kind: str) -> None:
    browser = world.browser()
    answer = browser._ask(method, path, None if method == "GET" else "", {})
    assert answer["statusCode"] == (303 if method == "GET" else 403)


class TestScope:
    def test_a_lead_of_another_community_gets_nothing(self, cases: World) -> None:
        lead = as_lead(cases)
        token = lead.page.form("/export").fields["token"]
        for page in (
            lead.get(f"/desk/privacy/{THEIRS}"),
            lead.get(f"/desk/privacy/{THEIRS}/erase"),
            lead.post(f"/desk/privacy/{THEIRS}/export", token=token),
            lead.post(f"/desk/privacy/{THEIRS}/erase", token=token),
        ):
            assert page.status == 403
            assert tells(page) == []
        assert looks(THEIRS) == []
        assert len(held(THEIRS)) == 3

    def test_a_certificate_of_another_community_is_as_closed(self, cases: World) -> None:
        county = cases.staff("county")
        county.get(f"/desk/privacy/{THEIRS}/erase")
        certificate = county.submit("/erase").path
        assert cases.staff("lead").get(certificate).status == 403

    def test_by_telephone_others_are_as_if_there_were_none(self, world: World) -> None:
        closed(THEIRS, JIANGNAN)
        lead = world.staff("lead")
        lead.get("/desk/privacy")
        theirs = lead.submit("/telephone", telephone=NUMBER)
        lead.get("/desk/privacy")
        nobodys = lead.submit("/telephone", telephone="15400000999")
        assert theirs.text == nobodys.text
        assert looks(THEIRS) == []
        assert {look.purpose for look in looks(access_log.NOBODY)} == {Purpose.SEARCH_TELEPHONE}

    def test_the_county_gets_all_of_a_number(self, cases: World) -> None:
        county = cases.staff("county")
        county.get("/desk/privacy")
        page = county.submit("/telephone", telephone=NUMBER)
        assert page.html.count("dl-result__title") == 2

    @pytest.mark.parametrize("code", [UNKNOWN, "3000000000", "x", "%E7%81%AF"])
    def test_an_unknown_code_is_none(self, cases: World, code: str) -> None:
        assert cases.staff("county").get(f"/desk/privacy/{code}").status == 404

    @pytest.mark.parametrize("certificate", [f"{CODE}-9999", f"{CODE}-x", CODE, f"{CODE}-", f"{CODE}-99999999999999"])
    def test_a_made_up_certificate_is_none(self, cases: World, certificate: str) -> None:
        assert cases.staff("county").get(f"/desk/privacy/certificates/{certificate}").status == 404


class TestTheLog:
    def test_it_says_who_when_and_for_what(self, cases: World) -> None:
        access_log.record("clerk", CODE, Purpose.CALL_BACK, now())
        cases.later(DAY)
        access_log.record("gone", CODE, Purpose.READ_CASE, now())
        text = cases.staff("supervisor").get(f"/desk/privacy/{CODE}").text
        assert CLERK.name in text
        assert "回访" in text
        assert "gone" in text  # somebody who has left
        assert not cases.staff("supervisor").get(f"/desk/privacy/{CODE}").has_form("/export")

    def test_looking_at_the_log_is_no_look_at_personal_data(self, cases: World) -> None:
        assert tells(cases.staff("lead").get(f"/desk/privacy/{CODE}")) == []
        assert looks() == []

    def test_ones_own(self, cases: World) -> None:
        access_log.record("clerk", CODE, Purpose.READ_CASE, now())
        access_log.record("lead", THEIRS, Purpose.READ_CASE, now())
        text = cases.staff("clerk").get("/desk/privacy/mine").text
        assert "打开了这件事" in text
        assert THEIRS[:3] + " " + THEIRS[3:6] not in text

    def test_it_is_found_by_code(self, cases: World) -> None:
        lead = cases.staff("lead")
        assert lead.get(f"/desk/privacy?code={CODE}").path == f"/desk/privacy/{CODE}"
        assert lead.get("/desk/privacy?code=12").status == 422
        assert lead.get(f"/desk/privacy?code={THEIRS}").status == 422

    def test_many_looks_have_pages(self, cases: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(access_log, "PAGE", 2)
        for _ in range(3):
            cases.later(DAY)
            access_log.record("clerk", CODE, Purpose.READ_CASE, now())
        lead = cases.staff("lead")
        page = lead.get(f"/desk/privacy/{CODE}")
        (older,) = {part for part in page.html.split('"') if "?before=" in part}
        assert lead.get(older).text.count("打开了这件事") == 1


class TestExport:
    def test_to_read(self, cases: World) -> None:
        page = as_lead(cases).submit("/export", **{"as": "page"})
        assert page.status == 200
        assert [text for text in UNIQUE.values() if text not in page.text] == []
        assert [look.purpose for look in looks()] == [Purpose.EXPORT]
        assert page.headers["Cache-Control"] == "no-store"

    def test_as_data(self, cases: World) -> None:
        access_log.record("clerk", CODE, Purpose.CALL_BACK, now())
        page = as_lead(cases).submit("/export", **{"as": "json"})
        assert page.headers["Content-Disposition"] == 'attachment; filename="dandelion.json"'
        (case,) = json.loads(page.html)["requests"]
        assert case["code"] == CODE
        assert case["person"]["telephone"] == f"+86{NUMBER}"
        assert [one["text"] for one in case["words"]] == [UNIQUE["words"], UNIQUE["more"]]
        assert case["messages"] == [{"at": "2026-03-09T12:00:00+08:00", "channel": "sms", "end": "sent"}]
        assert [look["purpose"] for look in case["looks"]] == ["call_back", "export"]
        assert LEAD.name not in page.html
        assert "154000001" not in page.html  # no unit's number

    def test_as_a_table(self, cases: World) -> None:
        page = as_lead(cases).submit("/export", **{"as": "csv"})
        assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
        lines = list(csv.DictReader(io.StringIO(page.html.removeprefix("\ufeff"))))
        values = {line["what"]: line["value"] for line in lines}
        assert values["person.telephone"].lstrip("'") == f"+86{NUMBER}"
        assert values["person.name"] == UNIQUE["name"]

    def test_all_of_a_number(self, cases: World) -> None:
        other = a_code(text="a second case")
        filed(other)
        lead = cases.staff("lead")
        lead.get("/desk/privacy")
        lead.submit("/telephone", telephone=f"{NUMBER[:3]} {NUMBER[3:7]}-{NUMBER[7:]}")
        page = lead.submit("/export", **{"as": "json"})
        assert {case["code"] for case in json.loads(page.html)["requests"]} == {CODE, other}
        assert {look.purpose for look in looks(other)} == {Purpose.SEARCH_TELEPHONE, Purpose.EXPORT}
        assert looks(THEIRS) == []

    @pytest.mark.parametrize(("typed", "status"), [("", 422), ("12", 422), ("abc", 422)])
    def test_half_a_number_finds_nobody(self, cases: World, typed: str, status: int) -> None:
        lead = cases.staff("lead")
        lead.get("/desk/privacy")
        assert lead.submit("/telephone", telephone=typed).status == status

    def test_after_an_erasure_there_is_what_happened(self, cases: World) -> None:
        lead = as_lead(cases)
        lead.get(f"/desk/privacy/{CODE}/erase")
        lead.submit("/erase")
        lead.get(f"/desk/privacy/{CODE}")
        page = lead.submit("/export", **{"as": "page"})
        assert "已经删除" in page.text
        assert tells(page) == []


class TestErasing:
    def test_a_page_says_what_goes_and_one_press_does_it(self, cases: World) -> None:
        lead = as_lead(cases)
        page = lead.get(f"/desk/privacy/{CODE}/erase")
        assert "说过的话：2 段" in page.text
        assert tells(page) == []
        assert looks() == []
        certificate = lead.submit("/erase")
        assert certificate.path == f"/desk/privacy/certificates/{CODE}-{requests.load(CODE).version - 1}"
        assert LEAD.name in certificate.text
        assert "居民要求" in certificate.text
        assert "说过的话：2 段" in certificate.text
        assert tells(certificate) == []
        assert held() == []
        assert [look.purpose for look in looks()] == [Purpose.ERASE]

    def test_pressed_twice_it_is_the_same_certificate(self, cases: World) -> None:
        lead = as_lead(cases)
        lead.get(f"/desk/privacy/{CODE}/erase")
        twin = lead.another_window()
        assert twin.submit("/erase").path == lead.submit("/erase").path
        assert len(erasures.of_request(CODE)) == 1

    def test_an_open_one_is_withdrawn_first(self, world: World) -> None:
        filed()
        lead = world.staff("lead")
        page = lead.get(f"/desk/privacy/{CODE}/erase")
        assert "请先在事情的页面上撤回" in page.text
        assert not page.has_form("/erase")

    def test_opened_between_page_and_press(self, world: World) -> None:
        request = given_up()
        lead = world.staff("lead")
        lead.get(f"/desk/privacy/{CODE}/erase")
        told(request, reopened(nobody=True))
        page = lead.submit("/erase")
        assert page.status == 422
        assert "还没有办完" in page.text
        assert len(held()) == 3

    def test_another_sites_button_does_nothing(self, cases: World) -> None:
        lead = as_lead(cases)
        fields = lead.get(f"/desk/privacy/{CODE}/erase").form("/erase").fields
        assert lead.sent_by(f"/desk/privacy/{CODE}/erase", fields, origin="http://evil.example").status == 403
        assert len(held()) == 3

    def test_afterwards_every_page_goes_on_without_it(self, cases: World) -> None:
        cases.settle()
        lead = as_lead(cases)
        lead.get(f"/desk/privacy/{CODE}/erase")
        lead.submit("/erase")
        unit_code = requests.load(CODE).orders[-1].code
        pages: list[Any] = [
            lead.get(f"/desk/cases/{CODE}"),
            lead.get(f"/desk/privacy/{CODE}"),
            lead.get(f"/desk/privacy/{CODE}/erase"),
            cases.browser().get(f"/r/{CODE}"),
            cases.browser().get(f"/results/{CODE}"),
        ]
        for page in pages:
            assert page.status == 200, page.path
            assert tells(page) == []
        opened = cases.browser()
        opened.get(f"/r/{CODE}")
        page = opened.submit(f"/r/{CODE}/open", last_four=NUMBER[-4:])
        assert page.status < 500
        officer = cases.browser()
        officer.get("/u")
        assert officer.submit("/u", code=unit_code, last_four="0102").status == 200
        assert tells(officer.page) == []


def test_nothing_of_it_is_left_once_both_are_erased(cases: World) -> None:
    county = cases.staff("county")
    for code in (CODE, THEIRS):
        county.get(f"/desk/privacy/{code}/erase")
        county.submit("/erase")
    assert traces(cases) == []
