"""A table of the 微心愿 platform in and out: mapped once, a row is one request however often it comes."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.exchange import filing
from functions.shared.domain import csv_file
from functions.shared.domain.permissions import Act, may
from functions.shared.tables import private, request_lists
from functions.shared.tables.directory import DirectoryRow
from infra.tools.verify_tables import verify
from tests.county import ADMIN, CLERK, COUNTY_STAFF, LEAD, SUPERVISOR, TIEZHI_CLERK
from tests.http_client import Browser, Page

from .people import reports
from .world import World

HOME = "/desk/exchange"
WISHES = (Path(__file__).parents[3] / "infra" / "demo" / "wishes.csv").read_text("utf-8-sig")
HEADERS = ["编号", "内容", "地点", "类别", "电话", "姓名", "日期", "状态"]
STAFF = (CLERK, LEAD, TIEZHI_CLERK, COUNTY_STAFF, SUPERVISOR, ADMIN)


@pytest.fixture(autouse=True)
def nothing_mapped(world: World) -> object:
    world.desk_answers = False
    yield
    for row in list(DirectoryRow.query("mapping")):
        row.delete()
    assert not verify().wrong


def table(*rows: list[str], headers: list[str] = HEADERS) -> str:
    made = StringIO()
    csv.writer(made).writerows([headers, *rows])
    return made.getvalue()


def row(number: str = "A1", words: str = "门口的灯坏了", place: str = "安康小区", **more: str) -> list[str]:
    usual = {"类别": "环境卫生", "电话": "15400009101", "姓名": "", "日期": "2026-02-10", "状态": "待认领"}
    told = usual | more | {"编号": number, "内容": words, "地点": place}
    return [told[name] for name in HEADERS]


def maps(world: World, text: str = WISHES, staff: str = "lead", community: str = "", **typed: str) -> Browser:
    """Somebody says once which column is what: as it is guessed, but for what is typed."""
    browser = world.staff(staff)
    browser.get(f"{HOME}?community={community}" if community else HOME)
    page = browser.submit("/columns", text=text.splitlines()[0])
    assert page.status == 200, page.text
    page = browser.submit("/columns/save", **typed)
    assert (page.status, page.path) == (200, HOME), page.text
    return browser


def tries(browser: Browser, text: str, joins: str = "yes") -> Page:
    browser.get(browser.page.path if browser.page.path == HOME else HOME)
    form = browser.page.form("/import")
    return browser.post(form.action, form.fields | {"text": text, "joins": joins})


def takes_in(browser: Browser, text: str, joins: str = "yes") -> Page:
    page = tries(browser, text, joins)
    assert page.status == 200, page.text
    while page.has_form("/import/apply"):
        page = browser.submit("/import/apply")
        assert page.status == 200, page.text
    return page


def opened(community: str = "longwangmiao") -> dict[str, str]:
    """The first words of what is open, by code."""
    return private.first_words(row.request_id for _, row in request_lists.all_open([community]))


def outcomes(page: Page) -> list[str]:
    """What the page says becomes of each row."""
    return [said.strip() for said in re.findall(r'data-label="会怎样">([^<\n]*)', page.html)]


def exported(browser: Browser, query: str = "") -> list[dict[str, str]]:
    page = browser.get(f"{HOME}/export.csv{query}")
    assert page.status == 200, page.text
    assert page.html.startswith("\ufeff")
    return list(csv.DictReader(StringIO(page.html.removeprefix("\ufeff"))))


@pytest.mark.parametrize("staff", STAFF, ids=lambda staff: staff.id)
def test_who_may(world: World, staff: object) -> None:
    browser = world.staff(staff.id)  # type: ignore[attr-defined]
    role = staff.role  # type: ignore[attr-defined]
    allowed = may(role, Act.IMPORT_REQUESTS)
    assert (browser.get(HOME).status == 200) is allowed
    assert ("/desk/exchange" in browser.get("/desk").html) is allowed
    for path in ("/columns", "/columns/save", "/import", "/import/apply"):
        said = {"community": "longwangmiao", "text": "x"}
        assert browser.post(f"{HOME}{path}", said).status == 403, path
    answer = browser.once(f"{HOME}/export.csv?community=longwangmiao")
    assert answer["statusCode"] == (409 if may(role, Act.EXPORT_REQUESTS) else 403)


def test_the_invented_file_row_by_row(world: World) -> None:
    browser = maps(world)
    page = tries(browser, WISHES)
    assert outcomes(page) == [
        *("登记", "登记", "登记", "登记", "平台已办完，跳过", "登记"),
        *("不能导入", "不能导入", "和前面一行一样，跳过", "登记"),
    ]
    assert "这件事属于别的社区" in page.text
    assert "认不出这个地方" in page.text
    assert opened() == {}
    page = browser.submit("/import/apply")
    assert "导入了 6 行，还剩 0 行" in page.text
    said = opened()
    assert len(said) == 6
    (code,) = (code for code, words in said.items() if "垃圾桶" in words)
    request = world.request(code)
    assert (request.filed.channel, request.filed.by, request.filed.category) == ("platform", "staff:lead", "litter")
    assert (request.filed.compound, request.filed.confirmed) == ("ankang", False)
    assert "WXY-2026-0001" in said[code]
    assert "2026-02-10" in said[code]
    person = private.person(code)
    assert person is not None
    assert (person.name, person.place) == ("王阿姨", "安康小区3号楼")


def test_what_is_imported_waits_for_the_desk_and_the_resident_has_a_code(world: World) -> None:
    browser = maps(world)
    takes_in(browser, WISHES)
    world.settle()
    (code,) = (code for code, words in opened().items() if "垃圾桶" in words)
    assert world.request(code).state == "received"
    assert "等您吹哨" in browser.get("/desk").text
    assert any(code in words for to, words in world.texts() if to == "+8615400009101")


def test_the_same_row_twice_is_one_request_whichever_file_it_is_in(world: World) -> None:
    browser = maps(world, table())
    takes_in(browser, table(row(), row("A2", "水管漏水")))
    before = opened()
    page = tries(browser, table(row("A3", "路面坑洼"), row(), row("A1", "门口的灯坏了，换了说法")))
    assert outcomes(page) == ["登记", "已经有了，跳过", "已经有了，跳过"]
    takes_in(browser, table(row("A3", "路面坑洼"), row()))
    assert len(opened()) == 3
    assert opened().items() >= before.items()


def test_a_row_without_a_number_is_known_by_what_it_says(world: World) -> None:
    browser = maps(world, table())
    takes_in(browser, table(row(""), row("", "楼道没有灯")), joins="yes")
    page = tries(browser, table(row("", "楼道没有灯"), row(""), row("", "花坛里有垃圾")))
    assert outcomes(page) == ["已经有了，跳过", "已经有了，跳过", "登记"]


def test_an_import_that_was_cut_off_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "AT_ONCE", 2)
    wishes = ["门口的灯坏了", "水管漏水", "楼上太吵", "想学电脑", "井盖松动"]
    text = table(*(row(f"A{n}", words) for n, words in enumerate(wishes)))
    browser = maps(world, table())
    tries(browser, text)
    page = browser.submit("/import/apply")
    assert "导入了 2 行，还剩 3 行" in page.text
    window = browser.another_window()
    browser.submit("/import/apply")
    window.submit("/import/apply")  # the same button in another window: what is there is there
    takes_in(world.staff("lead"), text)  # and from the beginning, on another day
    assert len(opened()) == 5


def test_a_key_that_is_rotated_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = maps(world, table())
    takes_in(browser, table(row()))
    key = DirectoryRow.get("mapping", "longwangmiao").data["key"]
    maps(world, table(), finished="已完成\n好了")
    assert DirectoryRow.get("mapping", "longwangmiao").data["key"] == key
    assert outcomes(tries(browser, table(row()))) == ["已经有了，跳过"]


def test_what_is_told_alike_goes_with_what_is_open(world: World) -> None:
    code = reports(world.browser(), words="三号楼门口的路灯坏了好几天")
    browser = maps(world, table())
    told = table(row("A1", "三号楼门口的路灯坏了好几天了"), row("A2", "想学跳舞"))
    assert outcomes(tries(browser, told, joins="")) == ["登记", "登记"]
    page = tries(browser, told)
    assert outcomes(page) == ["并入已有的一件", "登记"]
    assert f"/desk/cases/{code}" in page.html
    browser.submit("/import/apply")
    assert world.request(code).absorbed
    assert outcomes(tries(browser, told)) == ["已经有了，跳过", "已经有了，跳过"]


def test_every_reason_of_a_row_is_named_and_the_others_go_in(world: World) -> None:
    browser = maps(world, table())
    page = tries(browser, table(row("A1", "", "", 电话="12"), row("A2"), ["A3", "少了几格"]))
    assert outcomes(page) == ["不能导入", "登记", "不能导入"]
    for said in ("请写一写情况", "请选在哪里", "这不像一个电话号码", "这一行有 2 格，应该有 8 格"):
        assert said in page.text, said
    browser.submit("/import/apply")
    assert len(opened()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件是空的"),
        ('编号,内容\n"a', "读不懂"),
        ("编号,内容\nA,B", "文件里没有这些列"),
        (table(*(row(f"A{n}") for n in range(501))), "一次最多 500 行"),
    ],
)
def test_a_file_that_can_not_be_read_changes_nothing(world: World, text: str, said: str) -> None:
    browser = maps(world, table())
    page = tries(browser, text)
    assert page.status == 422
    assert said in page.text
    assert opened() == {}


@pytest.mark.parametrize(
    ("headers", "said"),
    [("编号,编号", "有两列都叫"), ("编号,,内容", "有一格是空的"), (",".join(map(str, range(61))), "最多 60 列")],
)
def test_a_first_row_that_names_nothing(world: World, headers: str, said: str) -> None:
    browser = world.staff("lead")
    browser.get(HOME)
    page = browser.submit("/columns", text=headers)
    assert page.status == 422
    assert said in page.text


def test_each_column_is_one_thing_and_two_are_needed(world: World) -> None:
    browser = world.staff("lead")
    browser.get(HOME)
    browser.submit("/columns", text=",".join(HEADERS))
    page = browser.submit("/columns/save", words="", place="编号", number="编号")
    assert page.status == 422
    assert "请选是哪一列" in page.text
    assert "已经选作别的了" in page.text
    assert page.form("/columns/save").fields["place"] == "编号"


def test_another_community_is_refused(world: World) -> None:
    maps(world)
    browser = world.staff("lead")
    assert browser.get(f"{HOME}?community=tiezhi").status == 403
    assert browser.get(f"{HOME}/export.csv?community=tiezhi").status == 403
    browser.get(HOME)
    for action in ("/columns", "/import"):
        form = browser.page.form(action)
        assert browser.another_window().post(form.action, form.fields | {"community": "tiezhi"}).status == 403
    county = maps(world, staff="county", community="tiezhi")
    county.get(f"{HOME}?community=tiezhi")
    assert outcomes(county.submit("/import", text=WISHES, joins="yes")).count("登记") == 1
    assert world.staff("lead").get(f"{HOME}/export.csv?community=tiezhi").status == 403


def test_a_file_that_was_changed_on_its_way_is_not_the_one_that_was_shown(world: World) -> None:
    browser = maps(world, table())
    tries(browser, table(row()))
    assert browser.submit("/import/apply", text=table(row("A9"))).status == 403
    assert opened() == {}


def test_out_in_the_same_columns_and_each_is_a_look(world: World) -> None:
    web = reports(world.browser(), words="=HYPERLINK(1)", telephone="15400009001")
    browser = maps(world)
    takes_in(browser, WISHES)
    lines = exported(browser)
    assert list(lines[0]) == WISHES.splitlines()[0].split(",")
    by_number = {line["心愿编号"]: line for line in lines}
    assert len(lines) == 7
    theirs = by_number["WXY-2026-0001"]
    assert (theirs["心愿内容"], theirs["登记时间"]) == ("三号楼东边的垃圾桶满了，好几天没人收", "2026-02-10")
    assert (theirs["所在小区"], theirs["联系电话"], theirs["心愿人"]) == ("安康小区3号楼", "+8615400009101", "王阿姨")
    assert (theirs["办理状态"], theirs["认领单位"]) == ("待吹哨", "")
    assert by_number[web]["心愿内容"] == "'=HYPERLINK(1)"
    looks = [it for it in world.items("access_log") if it["purpose"]["S"] == "export"]
    assert {it["request_id"]["S"] for it in looks} == set(opened())
    assert len(exported(browser, "?month=2026-03")) == 7
    assert exported(browser, "?month=2026-02") == []
    assert browser.get(f"{HOME}/export.csv?month=2026-13").status == 404


def test_what_was_given_out_comes_back_as_what_is_there(world: World) -> None:
    reports(world.browser(), words="路边都是塑料袋")
    browser = maps(world)
    takes_in(browser, WISHES)
    text = browser.get(f"{HOME}/export.csv").html
    assert outcomes(tries(browser, text)) == ["已经有了，跳过"] * 7


def test_without_a_column_for_numbers_one_is_added(world: World) -> None:
    reports(world.browser(), words="路边都是塑料袋")
    browser = maps(world, table(), number="")
    takes_in(browser, table(row("x", "没有编号的")))
    text = browser.get(f"{HOME}/export.csv").html
    assert "蒲公英编号" in text
    assert outcomes(tries(browser, text)) == ["已经有了，跳过"] * 2


ANYTHING = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(ANYTHING, ANYTHING, ANYTHING, ANYTHING), min_size=1, max_size=4))
def test_whatever_was_typed_goes_out_and_comes_back(world: World, told: list[tuple[str, str, str, str]]) -> None:
    browser = maps(world, table())
    rows = [row(number, words, f"安康小区{place}", 姓名=name) for number, words, place, name in told]
    page = tries(browser, csv_file.write([HEADERS, *rows]))
    assert page.status == 200
    takes_in(browser, csv_file.write([HEADERS, *rows]))
    text = browser.get(f"{HOME}/export.csv").html
    count = len(list(csv_file.read(text))) - 1
    if count:
        assert outcomes(tries(browser, text)) == ["已经有了，跳过"] * count
