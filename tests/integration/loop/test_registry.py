"""The directory in the desk's hands: who may, forms with checks, history, files in and out, a unit that leaves."""

import os
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from functions.registry import leaving
from functions.registry.acts import look
from functions.registry.handler import app
from functions.registry.kinds import KINDS
from functions.shared import aws
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.directory import Away, Class, ContactWay, Span
from functions.shared.domain.request import OrderState
from functions.shared.domain.spot import Spot
from functions.shared.edge.clock import now
from functions.shared.tables import absences, directory, suppressions
from functions.shared.tables.connection import READ_SECONDS
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.directory_edits import bump
from infra.directory.load import load
from infra.directory.rows import rows
from infra.directory.seed import seed
from tests.county import COUNTY
from tests.http_client import Browser, Page

from .people import reports
from .world import REGION, Cloud, World

FOLDER = Path(__file__).parents[3] / "infra" / "demo"
DEMO = replace(load(FOLDER), staff=COUNTY.staff)
HOME = "/desk/directory"
TOLD = {
    "TABLE_REQUESTS",
    "TABLE_TALLIES",
    "TABLE_SESSIONS",
    "TABLE_DIRECTORY",
    "TABLE_SUPPRESSIONS",
}  # infra/rooms/registry.yml
OTHERS = ("clerk", "station_clerk", "lead", "county", "supervisor")


@pytest.fixture(scope="module")
def filled(cloud: Cloud) -> Any:
    """The table with the demo county, and the staff of tests/county.py, in it."""
    with DirectoryRow.batch_write() as batch:
        for row in list(DirectoryRow.scan()):
            batch.delete(row)
    with DirectoryRow.batch_write() as batch:
        for row in rows(DEMO):
            batch.save(row)
    return deepcopy(_table().items)


@pytest.fixture(autouse=True)
def demo(world: World, filled: Any) -> None:
    """Each test begins with the same directory."""
    _table().items = deepcopy(filled)
    directory.forget()


def _table() -> Any:
    return get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables["test-directory"]


@pytest.fixture
def admin(world: World) -> Browser:
    return world.staff("admin")


def data(kind: str, key: str) -> dict[str, object]:
    found: dict[str, object] = DirectoryRow.get(kind, key).data
    return found


def everything() -> dict[tuple[str, str], object]:
    return {(row.kind, row.id): (row.data, row.version) for row in DirectoryRow.scan()}


def edits(browser: Browser, path: str, **typed: str) -> Page:
    """Open the form of a thing, fill in and send; dots in names are written __."""
    assert browser.get(f"{HOME}/{path}").status == 200
    return browser.submit(f"{HOME}/{path}", **{name.replace("__", "."): text for name, text in typed.items()})


# Who may.

WRITES = [
    ("GET", "/new/station"), ("POST", "/new/station"), ("POST", "/station/ankang_station"),
    ("GET", "/station/ankang_station/remove"), ("POST", "/station/ankang_station/remove"),
    ("GET", "/import"), ("POST", "/import"), ("POST", "/import/apply"),
    ("GET", "/unit/water_bureau/leave"), ("POST", "/unit/water_bureau/leave"),
    ("GET", "/export.yml"), ("GET", "/export.csv?kind=contact"),
    ("POST", "/contact/red_cross.liaison/write-again"), ("POST", "/contact/red_cross.liaison/first"),
]  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize(("method", "path"), WRITES)
def test_nobody_but_an_admin_changes_it(world: World, who: str, method: str, path: str) -> None:
    before, browser = everything(), world.staff(who)
    page = browser.get(f"{HOME}{path}") if method == "GET" else browser.post(f"{HOME}{path}", id="x")
    assert page.status == 403
    assert everything() == before


def test_no_route_is_forgotten() -> None:
    """Every route that writes, or tells numbers, is in the list above."""
    patterns = {(method, pattern) for method, pattern in app.routes if method == "POST"}
    assert len(patterns) == len([it for it in WRITES if it[0] == "POST"])


@pytest.mark.parametrize("who", [*OTHERS, "admin"])
def test_everybody_at_the_desk_reads_it_and_few_the_numbers(world: World, who: str) -> None:
    browser = world.staff(who)
    assert browser.get(HOME).status == 200
    assert "绛县" in browser.page.html
    for kind in ("community", "compound", "station", "unit", "coverage", "category", "calendar", "figure", "staff"):
        assert browser.get(f"{HOME}/{kind}").status == 200
    contacts = browser.get(f"{HOME}/contact")
    one = browser.get(f"{HOME}/contact/water_bureau.liaison")
    for page in (contacts, one):
        assert page.status == 200
        assert ("15400000001" in page.html) is (who == "admin")
        assert ("water-bureau.example" in page.html) is (who == "admin")


def test_nobody_outside_sees_it(world: World) -> None:
    assert world.browser().once(f"{HOME}/contact")["statusCode"] == 303


@pytest.mark.parametrize(
    "path", ["/nothing", "/new/nothing", "/station/nowhere", "/station/nowhere/remove", "/export.csv?kind=x"]
)
def test_what_there_is_not(admin: Browser, path: str) -> None:
    assert admin.get(f"{HOME}{path}").status == 404


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_thing_has_its_form_and_saving_it_unchanged_changes_nothing(admin: Browser, kind: str) -> None:
    before = everything()
    key = next(iter(look()[kind]), None)
    if key is not None:
        page = edits(admin, f"{kind}/{key}")
        assert page.status == 200, page.text
    assert everything() == before
    if kind != "community":
        assert admin.get(f"{HOME}/new/{kind}").status == 200


# Forms.


def test_a_change_is_kept_with_its_past(admin: Browser) -> None:
    page = edits(admin, "station/ankang_station", address="安康小区 3 号")
    assert (page.status, page.path) == (200, f"{HOME}/station/ankang_station")
    assert data("station", "ankang_station")["address"] == "安康小区 3 号"
    assert DirectoryRow.get("station", "ankang_station").version == 1
    past = admin.get(f"{HOME}/station/ankang_station/history").text
    assert "admin" in past
    assert "安康小区 3 号" in past


def test_a_number_is_kept_out_of_the_past(admin: Browser) -> None:
    edits(admin, "contact/water_bureau.liaison", telephone="154 0000 0999")
    assert data("contact#water_bureau", "liaison")["telephone"] == "+8615400000999"
    past = [str(row.data) for row in DirectoryRow.scan() if row.kind.startswith("history#")]
    assert past
    assert not any("15400000999" in it or "15400000001" in it for it in past)
    assert "…99" in past[0]


def test_what_is_wrong_is_named_at_its_field_and_what_was_typed_stays(admin: Browser) -> None:
    before = everything()
    page = edits(admin, "station/ankang_station", telephone="soon", address="哪里都行")
    assert page.status == 422
    assert "“soon”不像电话号码" in page.text
    form = page.form("/station/ankang_station")
    assert (form.fields["telephone"], form.fields["address"]) == ("soon", "哪里都行")
    assert 'href="#telephone"' in page.html
    assert everything() == before


def test_a_thing_is_added_once(admin: Browser) -> None:
    new = {"id": "east_gate", "name__zh": "东门站", "name__en": "East Gate", "community": "tiezhi"}
    new |= {"address": "东门 1 号", "telephone": "0359-0002099"}
    assert edits(admin, "new/station", **new).status == 200
    assert directory.stations()[-1].id == "east_gate"
    page = edits(admin, "new/station", **new)
    assert page.status == 422
    assert "“east_gate”已经有了" in page.text


def test_a_new_unit_comes_with_somebody_who_can_be_reached(admin: Browser) -> None:
    new = {"id": "new_bureau", "name__zh": "县新局", "name__en": "New Bureau", "kind": "partner"}
    page = edits(admin, "new/unit", **new)
    assert page.status == 422
    page = edits(admin, "new/unit", **new, contact__id="office", contact__name="值班", contact__telephone="soon")
    assert 'href="#contact.telephone"' in page.html
    page = edits(admin, "new/unit", **new, contact__id="office", contact__name="值班", contact__telephone="15400000777")
    assert page.status == 200
    assert [it.name for it in directory.contacts("new_bureau")] == ["值班"]


def test_names_have_room_in_a_text_message(admin: Browser) -> None:
    page = edits(admin, "compound/ankang", name__zh="安康第一小区东")
    assert page.status == 422
    assert "最多 6 个" in page.text


def test_where_a_compound_lies(admin: Browser) -> None:
    assert edits(admin, "compound/ankang", spot__latitude="35.50012", spot__longitude="111.57").status == 200
    assert directory.compound("ankang").spot == Spot(35.50012, 111.57)
    assert "35.50012" in admin.get(f"{HOME}/compound/ankang").html
    assert edits(admin, "compound/ankang", spot__latitude="", spot__longitude=" ").status == 200
    assert directory.compound("ankang").spot is None
    assert "spot" not in data("compound", "ankang")


@pytest.mark.parametrize(
    ("latitude", "longitude", "field", "said"),
    [
        ("35.50012", "", "spot.longitude", "还没有填"),
        ("", "111.57198", "spot.latitude", "还没有填"),
        ("35.500123", "111.57198", "spot.latitude", "不是度数"),
        ("111.57198", "35.50012", "spot.latitude", "不在中国"),
        ("35.50012", "11.57198", "spot.longitude", "73 到 136"),
        ("39.50012", "111.57198", "spot.latitude", "100 公里以上"),
    ],
)
def test_a_spot_that_cannot_be_is_named_at_its_field_and_what_was_typed_stays(
    admin: Browser, latitude: str, longitude: str, field: str, said: str
) -> None:
    page = edits(admin, "compound/ankang", spot__latitude=latitude, spot__longitude=longitude)
    assert page.status == 422
    assert f'href="#{field}"' in page.html
    assert said in page.text
    fields = page.form("/compound/ankang").fields
    assert (fields["spot.latitude"], fields["spot.longitude"]) == (latitude, longitude)


def test_who_answers_p0_answers_at_night(admin: Browser) -> None:
    form = admin.get(f"{HOME}/unit/gas_company").form("/gas_company")
    page = admin.post(form.action, form.fields | {"night_duty": ""})
    assert page.status == 422
    assert 'href="#night_duty"' in page.html


def test_a_community_that_changes_changes_the_copies_with_it(admin: Browser) -> None:
    assert edits(admin, "community/longwangmiao", landline="0359-0001077").status == 200
    copies = [row.data["within"]["landline"] for row in DirectoryRow.query("compound")]
    assert copies.count("0359-0001077") == sum(it.community == "longwangmiao" for it in DEMO.compounds)


def test_what_is_referred_to_is_not_removed(admin: Browser) -> None:
    before = everything()
    admin.get(f"{HOME}/coverage/operator.gas/remove")
    page = admin.submit("/remove")
    assert page.status == 422
    assert "gas_leak" in page.text
    assert everything() == before


def test_what_nothing_refers_to_is_removed(admin: Browser) -> None:
    admin.get(f"{HOME}/station/chelu_centre/remove")
    assert admin.submit("/remove").path == f"{HOME}/station"
    assert "chelu_centre" not in {it.id for it in directory.stations()}
    assert "移出名录" in admin.get(f"{HOME}/station/chelu_centre/history").text


@pytest.mark.parametrize("path", ["category/litter", "compound/ankang", "unit/red_cross", "community/tiezhi"])
def test_what_requests_name_is_never_removed(admin: Browser, path: str) -> None:
    before = everything()
    admin.get(f"{HOME}/{path}/remove")
    page = admin.submit("/remove")
    assert page.status == 422
    assert "不能删" in page.text
    assert everything() == before


def test_a_form_from_before_is_refused_and_says_who_was_first(world: World, admin: Browser) -> None:
    late = admin.another_window()
    late.get(f"{HOME}/station/ankang_station")
    edits(admin, "station/ankang_station", address="先改的")
    page = late.submit("/station/ankang_station", address="后改的")
    assert page.status == 409
    assert "admin" in page.text
    assert "先改的" in page.text
    assert page.form("/station/ankang_station").fields["address"] == "后改的"
    assert data("station", "ankang_station")["address"] == "先改的"
    assert late.submit("/station/ankang_station").status == 409  # pressing again is no way round it


def test_a_change_between_reading_and_writing_is_read_again(admin: Browser) -> None:
    """Somebody else writes just before the transaction: it is done anew on what is there then."""
    client = aws.client("dynamodb", READ_SECONDS)
    done: list[int] = []

    def first(**_: object) -> None:
        if not done:
            done.append(1)
            row = DirectoryRow.get("station", "chelu_centre")
            row.data = row.data | {"address": "别人改的"}
            row.save()
            bump()

    client.meta.events.register("before-call.dynamodb.TransactWriteItems", first)
    try:
        assert edits(admin, "station/ankang_station", address="新的").status == 200
    finally:
        client.meta.events.unregister("before-call.dynamodb.TransactWriteItems", first)
    assert data("station", "ankang_station")["address"] == "新的"
    assert data("station", "chelu_centre")["address"] == "别人改的"


def test_the_last_admin_stays_and_nobody_changes_their_own_role(admin: Browser) -> None:
    assert edits(admin, "staff/admin", role="supervisor").status == 422
    assert data("staff", "admin")["role"] == "admin"
    admin.get(f"{HOME}/staff/admin/remove")
    assert admin.submit("/remove").status == 422
    new = {"id": "second", "name": "第二位", "role": "admin", "email": "second@desk.example"}
    assert edits(admin, "new/staff", **new).status == 200
    assert edits(admin, "staff/admin", role="supervisor").status == 422, "not by themselves"
    assert edits(admin, "staff/lead", role="staff").status == 200
    assert data("staff", "lead")["role"] == "staff"


def test_one_more_year_and_one_more_line_of_coverage(admin: Browser) -> None:
    assert edits(admin, "new/calendar", year="2027", off="2027-01-01\n2027-05-03", worked="2027-02-06").status == 200
    assert directory.calendar().knows(2027)
    assert edits(admin, "new/coverage", kind="operator", of="lifts", unit="gas_company").status == 200
    assert ("operator", "lifts") in directory.coverage().trades
    assert edits(admin, "calendar/2027", off="2027-01-02").status == 422


def test_a_year_without_a_day_off_is_none(admin: Browser) -> None:
    page = edits(admin, "new/calendar", year="2027", off="", worked="2027-02-06")
    assert page.status == 422
    assert 'href="#off"' in page.html
    assert not directory.calendar().knows(2027)


@pytest.mark.parametrize(
    ("month", "years", "missing"),
    [
        (10, (2026,), ()),
        (11, (2026,), (2027,)),
        (12, (2026, 2027), ()),
        (12, (2025,), (2026, 2027)),
        (3, (2025,), (2026,)),
    ],
)
def test_a_year_that_lacks_is_told_of_where_the_admin_begins(
    world: World, month: int, years: tuple[int, ...], missing: tuple[int, ...]
) -> None:
    world.until(datetime(2026, month, 1, 8, tzinfo=COUNTY_ZONE))
    row = DirectoryRow.get("calendar", "working_days")
    row.data = row.data | {"years": list(years)}
    row.save()
    directory.forget()
    page = world.staff("admin").get(HOME)
    assert [year for year in (2025, 2026, 2027) if f"还没有{year}年的节假日和调休" in page.text] == list(missing)
    assert ("/desk/directory/new/calendar" in page.html) is bool(missing)
    assert "还没有" not in world.staff("clerk").get(HOME).text  # who can do nothing about it


def test_working_days_change_and_the_limits_stay(admin: Browser) -> None:
    row = DirectoryRow.get("calendar", "working_days")
    row.data["rules"]["classes"]["P2"]["answer"] = {"days": 6}
    row.data["rules"]["quiet_from"] = 22
    row.save()
    directory.forget()
    assert edits(admin, "new/calendar", year="2027", off="2027-01-01", worked="2027-02-06").status == 200
    assert edits(admin, "station/ankang_station", address="安康小区 3 号").status == 200
    calendar = directory.calendar()
    assert calendar.knows(2027)
    assert calendar.works(date(2027, 2, 6))
    assert calendar.rules is not None
    assert calendar.rules.classes[Class.P2].answer == Span(days=6)
    page = admin.get(f"{HOME}/calendar").text
    assert "6天" in page
    assert "22:00 到第二天 8:00" in page
    assert "1 个工作日" in page


def test_limits_are_shown_where_a_county_has_none_of_its_own(world: World) -> None:
    row = DirectoryRow.get("calendar", "working_days")
    row.data = {name: value for name, value in row.data.items() if name != "rules"}
    row.save()
    directory.forget()
    page = world.staff("clerk").get(f"{HOME}/calendar")
    assert "过10分钟告诉县值班室" in page.text
    assert "21:00 到第二天 8:00" in page.text


# Who is told first, and who isn't there.


def names(unit: str) -> list[str]:
    directory.forget()
    return [contact.id for contact in directory.contacts(unit)]


def test_another_contact_is_put_first(admin: Browser) -> None:
    assert names("water_bureau") == ["liaison", "office", "leader"]
    page = admin.get(f"{HOME}/contact/water_bureau.leader")
    assert page.has_form("/first")
    page = admin.submit("/first")
    assert names("water_bureau") == ["leader", "liaison", "office"]
    assert not page.has_form("/first")
    admin.get(f"{HOME}/contact/water_bureau.office")
    admin.submit("/first")
    assert names("water_bureau") == ["office", "leader", "liaison"]
    assert "放在第一" in admin.get(f"{HOME}/contact/water_bureau.office/history").text
    assert names("red_cross") == ["liaison", "office", "leader"]


def test_nobody_is_put_first_who_is_none(admin: Browser) -> None:
    form = admin.get(f"{HOME}/contact/water_bureau.leader").form("/first")
    assert admin.post(f"{HOME}/contact/water_bureau.nobody/first", form.fields).status in (403, 404)
    assert names("water_bureau") == ["liaison", "office", "leader"]


def test_what_was_opened_before_a_contact_was_put_first_still_counts(admin: Browser) -> None:
    before = admin.another_window()
    before.get(f"{HOME}/contact/water_bureau.liaison")
    admin.get(f"{HOME}/contact/water_bureau.leader")
    admin.submit("/first")
    assert before.submit(f"{HOME}/contact/water_bureau.liaison", name="联络员").status == 200
    assert names("water_bureau") == ["leader", "liaison", "office"]


def test_a_contact_is_away(admin: Browser) -> None:
    page = edits(admin, "contact/red_cross.liaison", away_from="2026-03-10", away_to="2026-03-12")
    assert page.status == 200
    directory.forget()
    liaison = directory.contacts("red_cross")[0]
    assert liaison.away == Away(date(2026, 3, 10), date(2026, 3, 12))
    assert "2026-03-10" in exported(admin, "export.csv?kind=contact")
    assert "away_to: '2026-03-12'" in exported(admin, "export.yml")
    assert "没有变化" in tries(admin, exported(admin, "export.csv?kind=contact"), "contact").text
    assert "没有变化" in tries(admin, exported(admin, "export.yml"), "").text
    assert edits(admin, "contact/red_cross.liaison", away_from="", away_to="").status == 200
    directory.forget()
    assert directory.contacts("red_cross")[0].away is None
    assert not list(DirectoryRow.query("away"))


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"away_from": "2026-03-10"}, "away_to", "这里还没有填"),
        ({"away_to": "2026-03-10"}, "away_from", "这里还没有填"),
        ({"away_from": "next week", "away_to": "2026-03-10"}, "away_from", "不是日期"),
        ({"away_from": "2026-03-10", "away_to": "2026-03-09"}, "away_to", "不能早于 2026-03-10"),
        ({"away_from": "2026-03-10", "away_to": "2027-06-01"}, "away_to", "最多写 366 天"),
    ],
)
def test_what_is_wrong_with_a_holiday(admin: Browser, typed: dict[str, str], field: str, said: str) -> None:
    before = everything()
    page = edits(admin, "contact/red_cross.liaison", **typed)
    assert page.status == 422
    assert said in page.text
    assert f'id="{field}-error"' in page.html
    assert everything() == before


def test_somebody_on_duty_stays(admin: Browser) -> None:
    page = edits(admin, "contact/gas_company.duty", away_from="2026-03-10", away_to="2026-03-12")
    assert page.status == 422
    assert "夜间值班的都不在" in page.text
    assert edits(admin, "contact/gas_company.dispatch", duty="yes").status == 200
    assert edits(admin, "contact/gas_company.duty", away_from="2026-03-10", away_to="2026-03-12").status == 200
    page = edits(admin, "contact/gas_company.dispatch", away_from="2026-03-12", away_to="2026-03-13")
    assert page.status == 422


def test_a_unit_with_nobody_there_is_a_warning_and_nothing_more(admin: Browser) -> None:
    for contact in ("liaison", "leader"):  # the office's landline takes no texts
        assert (
            edits(admin, f"contact/water_bureau.{contact}", away_from="2026-03-10", away_to="2026-03-12").status == 200
        )
    assert "都不在" in admin.page.text
    assert "县水务局的联系人" in admin.get(HOME).text
    admin.get(f"{HOME}/contact/red_cross.liaison")
    assert "都不在" not in admin.page.text
    edits(admin, "contact/water_bureau.leader", away_from="2026-03-13", away_to="2026-03-14")
    assert "都不在" not in admin.get(HOME).text


def test_a_contact_who_is_taken_out_takes_their_holiday_along(admin: Browser) -> None:
    edits(admin, "contact/red_cross.office", away_from="2026-03-10", away_to="2026-03-12")
    admin.get(f"{HOME}/contact/red_cross.office/remove")
    assert admin.submit("/remove").status == 200
    assert not list(DirectoryRow.query("away"))


def test_what_officers_say_of_themselves_outlives_a_seed(world: World) -> None:
    absences.set_away("red_cross", "liaison", Away(date(2026, 3, 10), date(2026, 3, 12)), lambda _: None)
    _, changes = seed(FOLDER / "units.yml")
    assert not [row for row in changes.removed if row.kind == "away"]
    assert [row.id for row in DirectoryRow.query("away")] == ["red_cross.liaison"]


def test_who_edits_a_contact_meanwhile_hears_that_it_has_changed(admin: Browser) -> None:
    admin.get(f"{HOME}/contact/red_cross.liaison")
    absences.set_away("red_cross", "liaison", Away(date(2026, 3, 10), date(2026, 3, 12)), lambda _: None)
    page = admin.submit(f"{HOME}/contact/red_cross.liaison", name="新名字")
    assert page.status == 409
    assert "2026-03-12" in page.text


# Who hears of what isn't done in time.


def test_how_a_leader_is_reached(world: World, admin: Browser) -> None:
    key = "693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa"
    typed = {"robot": key, "prefers": "robot\nsms", "leader": "yes"}
    assert edits(admin, "contact/red_cross.liaison", **typed).status == 200
    contact = next(it for it in directory.contacts("red_cross") if it.id == "liaison")
    assert (contact.leader, contact.robot) == (True, key)
    assert contact.prefers == (ContactWay.ROBOT, ContactWay.SMS)
    assert "群机器人，再短信" in admin.get(f"{HOME}/contact").text
    assert key in exported(admin, "export.csv?kind=contact")
    assert "没有变化" in tries(admin, exported(admin, "export.csv?kind=contact"), "contact").text
    for page in ("contact", "contact/red_cross.liaison", "contact/red_cross.liaison/history"):
        assert key not in world.staff("clerk").get(f"{HOME}/{page}").html
    past = [str(row.data) for row in DirectoryRow.scan() if row.kind.startswith("history#")]
    assert past
    assert not any(key in it for it in past)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"robot": "https://qyapi.weixin.qq.com/x?key=693a91f6"}, "robot", "key= 后面的那一段"),
        ({"prefers": "fax"}, "prefers", "没有“fax”这一项"),
        ({"prefers": "robot"}, "prefers", "没有填“robot”用的号码或地址"),
        ({"prefers": "sms\nsms"}, "prefers", "写了两遍"),
        ({"telephone": "0359-0003099", "email": "", "leader": "yes"}, "telephone", "负责人要有"),
        ({"telephone": "", "email": ""}, "telephone", "至少填一个"),
    ],
)
def test_how_nobody_is_reached(admin: Browser, typed: dict[str, str], field: str, said: str) -> None:
    before = everything()
    page = edits(admin, "contact/red_cross.leader", **typed)
    assert page.status == 422
    assert said in page.text
    assert f'href="#{field}"' in page.html
    assert everything() == before


@pytest.mark.parametrize(("reason", "said"), [("bounced", "退过信"), ("complained", "当成垃圾邮件")])
def test_an_address_that_is_left_alone_is_named_and_written_to_again(admin: Browser, reason: str, said: str) -> None:
    page = f"{HOME}/contact/red_cross.liaison"
    address = next(str(it.email) for it in directory.contacts("red_cross") if it.id == "liaison")
    assert "不再往这里发" not in admin.get(page).text
    suppressions.add(address, reason, now())
    assert said in admin.get(page).text
    again = admin.submit(f"{page}/write-again")
    assert again.status == 200
    assert "不再往这里发" not in again.text
    assert not suppressions.holds(address, now())


def test_a_county_from_before_there_was_an_office_adds_it_first(admin: Browser) -> None:
    for row in (DirectoryRow.get("unit", "county_office"), *DirectoryRow.query("contact#county_office")):
        row.delete()
    directory.forget()
    page = edits(admin, "station/ankang_station", address="安康小区 3 号")
    assert page.status == 422
    assert "就要有县值班室（单位 county_office）" in page.text
    new = {"id": "county_office", "name__zh": "县指挥中心", "name__en": "County Office", "kind": "county"}
    first = {"contact__id": "duty", "contact__name": "值班员", "contact__telephone": "15400000778"}
    page = edits(admin, "new/unit", **new, **first)
    assert page.status == 422
    assert "县值班室要有一位夜间值班的联系人" in page.text
    assert edits(admin, "new/unit", **new, **first, contact__duty="yes").status == 200
    office = directory.county_office()
    assert office is not None
    assert office not in directory.units()
    assert edits(admin, "station/ankang_station", address="安康小区 3 号").status == 200


def test_the_countys_office_is_offered_for_no_order(admin: Browser) -> None:
    assert 'value="county_office"' not in admin.get(f"{HOME}/new/coverage").html
    assert 'value="water_bureau"' in admin.page.html
    assert 'value="county_office"' in admin.get(f"{HOME}/new/contact").html
    assert 'value="county_office"' not in admin.get(f"{HOME}/unit/water_bureau/leave").html
    office = admin.get(f"{HOME}/unit/county_office")
    assert office.status == 200
    assert "/leave" not in office.html
    assert "县值班室" in admin.get(f"{HOME}/unit").text


def test_the_countys_office_takes_no_order(admin: Browser) -> None:
    before = everything()
    form = admin.get(f"{HOME}/coverage/operator.gas").form("/operator.gas")
    page = admin.post(form.action, form.fields | {"unit": "county_office"})
    assert page.status == 422
    assert "不接哨单" in page.text
    form = admin.get(f"{HOME}/unit/water_bureau/leave").form("/leave")
    assert admin.post(form.action, form.fields | {"to": "county_office"}).status == 409
    assert admin.get(f"{HOME}/unit/county_office/leave").status == 404
    assert admin.post(f"{HOME}/unit/county_office/leave", form.fields | {"to": "red_cross"}).status in (403, 404)
    assert edits(admin, "unit/county_office", kind="department").status == 422
    form = admin.get(f"{HOME}/contact/county_office.duty").form("/county_office.duty")
    assert admin.post(form.action, form.fields | {"duty": ""}).status == 422
    assert everything() == before


# Opening figures.

FIGURE = {
    "id": "opinions",
    "body": "stations",
    "measure": "opinions",
    "number": "121",
    "bound": "exact",
    "as_of": "2025-12-31",
}
FIGURE |= {"source": "县里的总结"}


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("county", 200), ("lead", 403), ("clerk", 403), ("supervisor", 403)]
)
def test_opening_figures(world: World, who: str, status: int) -> None:
    browser = world.staff(who)
    assert browser.get(f"{HOME}/figures").status == 200
    if status == 403:
        assert browser.get(f"{HOME}/new/figure").status == 403
        assert browser.post(f"{HOME}/new/figure", FIGURE).status == 403
        return
    assert edits(browser, "new/figure", **FIGURE).status == 200
    assert "121" in browser.get(f"{HOME}/figure").text
    assert edits(browser, "figure/opinions", number="many").status == 422
    assert edits(browser, "figure/opinions", number="122", bound="at_least").status == 200
    assert "121 → 122" in browser.get(f"{HOME}/figure/opinions/history").text


# Files.


def exported(admin: Browser, path: str) -> str:
    answer = admin.once(f"{HOME}/{path}")
    assert "attachment" in answer["headers"]["Content-Disposition"]
    return str(answer["body"])


def tries(admin: Browser, text: str, kind: str = "") -> Page:
    admin.get(f"{HOME}/import")
    return admin.submit("/directory/import", text=text, kind=kind)


def test_what_was_given_out_and_taken_in_is_no_difference(admin: Browser) -> None:
    assert "没有变化" in tries(admin, exported(admin, "export.yml")).text
    for kind in ("station", "contact", "category", "calendar"):
        assert "没有变化" in tries(admin, exported(admin, f"export.csv?kind={kind}"), kind).text


def test_a_file_shows_what_it_would_change_before_it_does(admin: Browser) -> None:
    text = exported(admin, "export.csv?kind=station").replace("安康小区", "安康大院", 1)
    before = everything()
    page = tries(admin, text, "station")
    assert page.status == 200
    assert "安康大院" in page.text
    assert everything() == before
    page = admin.submit("/import/apply")
    assert page.status == 200
    assert "已经写入" in page.text
    assert any("安康大院" in str(row.data) for row in DirectoryRow.query("station"))
    (past,) = [row for row in DirectoryRow.scan() if row.kind.startswith("history#")]
    assert past.data["way"] == "import"


def test_a_file_that_was_sent_as_a_file(admin: Browser) -> None:
    text = exported(admin, "export.csv?kind=station").replace("安康小区", "安康大院", 1)
    form = admin.get(f"{HOME}/import").form("/directory/import")
    parts = form.fields | {"kind": "station", "text": ""}
    body = b"".join(
        f'--sep\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in parts.items()
        if name != "file"
    )
    head = '--sep\r\nContent-Disposition: form-data; name="file"; filename="站.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body += head.encode() + text.removeprefix("\ufeff").encode("gb18030") + b"\r\n--sep--\r\n"
    page = admin.send(f"{HOME}/import", body, "multipart/form-data; boundary=sep")
    assert page.status == 200
    assert "安康大院" in page.text
    assert admin.submit("/import/apply").status == 200


def test_every_error_has_its_line_and_column_and_nothing_is_written(admin: Browser) -> None:
    lines = exported(admin, "export.csv?kind=station").split("\r\n")
    lines[2] = lines[2].replace("0359-", "soon")
    before = everything()
    page = tries(admin, "\r\n".join(lines), "station")
    assert page.status == 422
    assert "第 3 行" in page.text
    assert "telephone" in page.text
    assert not page.has_form("/import/apply")
    assert everything() == before


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ""), ("[", ""), ("- a", ""), ("station: 1", ""), ("wizard: []", ""), ("station: [1]", ""),
        ("a: &a [1]\nb: [*a, *a]", ""), ("", "station"), ('"', "station"), ("id\n1,2", "station"),
        ("id,id\n1,2", "station"), ("station: [{id: x, id: y}]", ""), ("\x00", "station"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_ours(admin: Browser, text: str, kind: str) -> None:
    before = everything()
    page = tries(admin, text, kind)
    assert page.status == 422
    assert everything() == before


def test_another_file_than_was_shown_is_not_taken(admin: Browser) -> None:
    text = exported(admin, "export.csv?kind=station").replace("安康小区", "安康大院", 1)
    page = tries(admin, text, "station")
    form = page.form("/import/apply")
    before = everything()
    for swapped in ({"text": text.replace("大院", "中院")}, {"kind": "unit"}, {"seen": "0" * 32}):
        assert admin.post(form.action, form.fields | swapped).status == 403
    assert everything() == before


def test_differences_that_are_others_by_now_are_shown_again(world: World, admin: Browser) -> None:
    text = exported(admin, "export.csv?kind=station").replace("安康小区", "安康大院", 1)
    late = admin.another_window()
    tries(late, text, "station")
    edits(admin, "station/chelu_centre", address="刚改的")
    assert late.submit("/import/apply").status == 409
    assert data("station", "chelu_centre")["address"] == "刚改的"


def test_nothing_is_half_imported(admin: Browser) -> None:
    text = exported(admin, "export.csv?kind=station").replace("0359-0002", "0359-0009")
    before = everything()
    tries(admin, text, "station")
    client = aws.client("dynamodb", READ_SECONDS)

    def fails(**_: object) -> None:
        raise ConnectionClosedError(endpoint_url="x")

    client.meta.events.register("before-call.dynamodb.TransactWriteItems", fails)
    try:
        assert admin.submit("/import/apply").status == 500
    finally:
        client.meta.events.unregister("before-call.dynamodb.TransactWriteItems", fails)
    assert everything() == before


def test_more_than_a_transaction_takes_is_refused_whole(admin: Browser) -> None:
    head, *lines = exported(admin, "export.csv?kind=station").strip().split("\r\n")
    more = [lines[0].replace("ankang_station", f"s{n}").replace(lines[0].split(",")[0], f'"s{n}"') for n in range(95)]
    before = everything()
    tries(admin, "\r\n".join([head, *lines, *more]), "station")
    page = admin.submit("/import/apply")
    assert page.status == 409
    assert "90" in page.text
    assert everything() == before


# A unit that leaves.


def orders(world: World, count: int) -> list[str]:
    """Requests whose order is the water bureau's."""
    codes = [reports(world.browser(), words=f"第{n}件") for n in range(count)]
    world.settle()
    world.later(timedelta(hours=3))
    world.settle()
    return [code for code in codes if any(it.unit == "water_bureau" for it in world.request(code).orders)]


def leaves(browser: Browser, to: str = "red_cross") -> Page:
    page = browser.get(f"{HOME}/unit/water_bureau/leave")
    return browser.submit("/leave", **({"to": to} if "to" in page.form("/leave").fields else {}))


def settled(world: World, codes: list[str]) -> None:
    """Each request has exactly one more order, the other unit's, with the time that was left."""
    for code in codes:
        old, new = world.request(code).orders
        assert (old.unit, old.state) == ("water_bureau", OrderState.WITHDRAWN)
        assert (new.unit, new.state, new.reason) == ("red_cross", OrderState.OPEN, "handed_over")
        assert new.answer_by == old.answer_by
        assert new.code != old.code
    assert directory.unit("water_bureau").left
    assert "water_bureau" not in {it.id for it in directory.units()}
    coverage = directory.coverage()
    assert "water_bureau" not in {*coverage.partner.values(), *coverage.trades.values()}
    assert coverage.partner["ankang"] == "red_cross"


def test_a_unit_that_leaves_hands_its_orders_over(world: World, admin: Browser) -> None:
    codes = orders(world, 3)
    assert len(codes) == 3
    with pytest.MonkeyPatch.context() as patch:
        for name in [it for it in os.environ if it.startswith("TABLE_") and it not in TOLD]:
            patch.delenv(name)
        page = leaves(admin)
    assert page.status == 200
    assert "已经退出" in page.text
    settled(world, codes)
    world.settle()


@pytest.mark.parametrize("when", ["before-call", "after-call"])
def test_stopped_anywhere_it_is_gone_on_with(world: World, admin: Browser, when: str) -> None:
    codes = orders(world, 3)
    client = aws.client("dynamodb", READ_SECONDS)
    for alive in range(len(codes) + 1):
        left = [alive]

        def stops(left: list[int] = left, **_: object) -> None:
            if left[0] <= 0:
                raise ConnectionClosedError(endpoint_url="x")
            left[0] -= 1

        client.meta.events.register(f"{when}.dynamodb.TransactWriteItems", stops)
        try:
            if admin.get(f"{HOME}/unit/water_bureau/leave").has_form("/leave"):
                leaves(admin)
        finally:
            client.meta.events.unregister(f"{when}.dynamodb.TransactWriteItems", stops)
    for _ in range(2):
        if admin.get(f"{HOME}/unit/water_bureau/leave").has_form("/leave"):
            assert leaves(admin).status == 200
    settled(world, codes)


def test_a_few_at_each_press(world: World, admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = orders(world, 3)
    monkeypatch.setattr(leaving, "AT_ONCE", 2)
    page = leaves(admin)
    assert "1 张" in page.text
    assert not directory.unit("water_bureau").left
    assert "已经退出" in leaves(admin).text
    settled(world, codes)


@pytest.mark.parametrize(("unit", "to"), [("water_bureau", ""), ("tiezhi", "red_cross"), ("gas_company", "red_cross")])
def test_who_cannot_leave_like_that(admin: Browser, unit: str, to: str) -> None:
    """No successor; a community's own unit; one whose orders must be answered at night."""
    before = everything()
    admin.get(f"{HOME}/unit/{unit}/leave")
    assert admin.submit("/leave", to=to).status in (409, 422)
    assert everything() == before


def test_a_unit_leaves_in_no_other_way(admin: Browser) -> None:
    text = exported(admin, "export.yml?kind=unit")
    text = text.replace("- id: water_bureau\n", "- id: water_bureau\n  left: true\n")
    page = tries(admin, text)
    assert page.status == 422
    assert "要先移交哨单" in page.text


def test_what_is_loaded_from_files_after_an_edit_is_a_change_too(admin: Browser) -> None:
    late = admin.another_window()
    late.get(f"{HOME}/station/ankang_station")
    edits(admin, "station/ankang_station", address="改过的")
    late.get(f"{HOME}/station/ankang_station")
    seed(FOLDER / "stations.yml")
    assert DirectoryRow.get("station", "ankang_station").version == 2
    assert late.submit("/station/ankang_station", address="后改的").status == 409
    assert edits(admin, "station/ankang_station", address="再改的").status == 200
