"""The figures on the public pages, on the desk and in the files: from facts in the tables to what a stranger counts."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.results import export_handler, publish
from functions.shared import aws
from functions.shared.domain.csv_file import read
from functions.shared.domain.directory import Category, Unit
from functions.shared.domain.rows import Cell, cells
from functions.shared.domain.views import Wanted
from functions.shared.tables import directory, results, tallies
from functions.shared.tables.directory import DirectoryRow
from infra.tools import recompute, verify_tables
from tests.builders import (
    DAY,
    MINUTE,
    NOON,
    Happening,
    a_code,
    a_request,
    accepted,
    done,
    explained,
    not_solved,
    solved,
    whistled,
)
from tests.county import ANKANG, COUNTY, LIGHTING, LITTER, LONGWANGMIAO, RED_CROSS, WATER_BUREAU
from tests.http_client import Browser

from .people import enters, reports
from .test_ledger import CODE, NEXT_CODE, filed
from .test_results import LINE
from .world import Lambda, World

DUE = NOON + 7 * DAY  # 16 March
SOLVED = (accepted(), done(), solved())
AGAIN = (accepted(), done(), not_solved(), done(), solved())
APRIL = datetime(2026, 4, 9, 4, tzinfo=UTC)
_number = count()


@pytest.fixture(autouse=True)
def bucket(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty bucket of open data for each test: the tables are cleared between tests, what lies in storage isn't."""
    name = f"open-data-{next(_number)}"
    monkeypatch.setenv("BUCKET_OPEN_DATA", name)
    aws.client("s3", 30).create_bucket(Bucket=name)
    return name


def cases(times: int, *happened: Happening, to: Unit = WATER_BUREAU, category: Category = LITTER) -> None:
    """Requests of noon, due on 16 March, as the ledger and its listener leave them: cells, and a line in the list."""
    for _ in range(times):
        code = a_code(text=f"case {next(_number)}")
        request = a_request(whistled(to=to, answer_by=DUE), *happened, code=code, category=category)
        for cell, added in cells(request).items():
            tallies.item(cell).update(tallies.add(added))
        if publish.is_listed(request):
            line = publish.line(request, category, LONGWANGMIAO, ANKANG, to.name)
            results.publish(results.Story(line, ()), LONGWANGMIAO.id, request.unit, request.version)


def march() -> None:
    cases(8, *SOLVED)
    cases(5, *AGAIN, to=RED_CROSS)
    cases(2, explained())


def rates_of(told: dict[str, Any]) -> dict[str, str | None]:
    return dict(told["rates"])


def test_a_month_is_public_three_working_days_after_it_is_over(world: World) -> None:
    march()
    address = "/results/figures?month=2026-03"
    for day, status in ((1, 404), (2, 404), (3, 404), (4, 200)):  # Wednesday to Saturday
        world.until(datetime(2026, 4, day, 4, tzinfo=UTC))
        assert world.browser().get(address).status == status, day
    world.until(datetime(2026, 4, 1, 4, tzinfo=UTC))
    assert world.staff("clerk").get("/desk/statistics/figures?month=2026-03").status == 200
    assert world.staff("clerk").get("/desk/statistics/figures?month=2026-04").status == 404


def test_the_county_whole_and_its_units_as_far_as_nobody_stands_alone(world: World) -> None:
    march()
    world.until(APRIL)
    (told,) = json.loads(world.browser().once("/results/figures.json?month=2026-03")["body"])["months"]
    assert told["county"]["counts"]["cases"] == 13
    assert told["county"]["counts"]["explained"] == 2
    assert rates_of(told["county"])["first_time"] == "61.54"
    by_unit = {row["id"]: row for row in told["units"]}
    assert by_unit["water_bureau"]["counts"]["solved_first"] == 8
    assert by_unit["red_cross"]["counts"]["cases"] == 5
    assert by_unit["red_cross"]["counts"]["explained"] == "x"
    page = world.browser().get("/results/units/water_bureau?month=2026-03")
    assert "100.00%" in page.text
    assert "还会变" in page.text


def test_what_is_open_by_category(world: World) -> None:
    never = next(it for it in COUNTY.categories if it.public == "never")
    for times, category in ((6, LITTER), (2, LIGHTING), (3, never)):
        for _ in range(times):
            filed(code=a_code(text=f"open {next(_number)}"), category=category)
    filed(whistled(to=WATER_BUREAU), accepted(), done(), solved(), code=a_code(text="closed"))
    page = world.browser().get("/results/needs")
    assert page.status == 200
    assert "一共11件" in page.text
    assert re.search(r"环境卫生\s*6", page.text)
    assert re.search(r"其他各类合计\s*5", page.text)
    assert "路灯照明" not in page.text
    assert 'href="/results/needs"' in world.browser().get("/results").html


def test_what_a_case_asks_of_workers_is_public_with_the_months_figures(world: World) -> None:
    march()
    world.until(datetime(2026, 4, 3, 4, tzinfo=UTC))
    address = "/results/burden?month=2026-03"
    assert world.browser().get(address).status == 404
    world.until(APRIL)
    page = world.browser().get(address)
    assert page.status == 200
    assert "县水务局" not in page.text
    assert "龙王庙" not in page.text
    told = json.loads(world.browser().once("/results/figures.json?month=2026-03")["body"])
    work = {line["id"]: line for line in told["months"][0]["work"]}
    assert work["county"]["cases"] == work["P2"]["cases"] == 15
    assert work["P2"]["unit_fields"] == "1.20"  # each done once, five of them twice, two explained by the desk
    assert told["asks"]["by_unit.done"] == {"fields": 1, "presses": 2}


def test_what_was_counted_before_stands_alone_on_its_page_and_in_every_file(
    world: World, bucket: str, tmp_path: Path
) -> None:
    march()
    world.until(APRIL)
    page = world.browser().get("/results/before")
    assert page.status == 200
    assert "至少76" in page.text
    told = [
        json.loads(world.browser().once(address)["body"])
        for address in ("/results.json?month=2026-03", "/results/figures.json?month=2026-03")
    ]
    told.append(json.loads(exported(bucket, tmp_path).read_text("utf-8")))
    for file in told:
        talks, problems = file["before_this_service"]
        assert (talks["body"], talks["measure"], talks["number"], talks["bound"]) == ("red", "talks", 76, "at_least")
        assert (problems["number"], problems["bound"], problems["as_of"]) == (68, "exact", "2024-12-31")
        assert problems["source"] == "县里的总结"
    assert list(recompute.differences(told[1])) == []
    assert told[1]["months"][0]["county"]["counts"]["cases"] == 13, "nothing was added"


def test_a_late_answer_corrects_its_own_month(world: World) -> None:
    cases(6, accepted(), done(), solved(at=datetime(2026, 4, 20, tzinfo=UTC)))
    assert {cell.day[:7] for cell in tallies.month("longwangmiao", "2026-03") if cell.measure.startswith("due.")}
    assert not [cell for cell in tallies.month("longwangmiao", "2026-04") if cell.measure.startswith("due.")]


def test_what_is_never_public_is_counted_in_the_countys_total_alone(world: World) -> None:
    never = next(it for it in COUNTY.categories if it.public == "never")
    cases(6, *SOLVED)
    cases(7, *SOLVED, category=never)
    world.until(APRIL)
    (told,) = json.loads(world.browser().once("/results/figures.json")["body"])["months"]
    assert told["county"]["counts"]["cases"] == 13
    assert {row["id"]: row["counts"]["cases"] for row in told["communities"]} == {"longwangmiao": 6, "never_public": 7}


def test_lines_by_month_community_category_and_unit(world: World) -> None:
    march()
    ours = Wanted("2026-03", "longwangmiao", "litter", "red_cross")
    assert len(results.find(ours)[0]) == 5
    assert len(results.find(replace(ours, unit="water_bureau"))[0]) == 10  # two were explained
    for other in ({"month": "2026-02"}, {"community": "tiezhi"}, {"category": "lighting"}, {"unit": "gas_company"}):
        assert results.find(replace(ours, **other)) == ([], None), other
    page = world.browser().get("/results?month=2026-03&community=longwangmiao&category=litter&unit=red_cross")
    assert page.html.count('class="dl-result"') == 5
    for wrong in ("community=x", "category=x", "unit=x", "month=x", "after=x"):
        assert world.browser().get(f"/results?{wrong}").status == 404, wrong
        assert world.browser().get(f"/results.json?{wrong}").status == 404, wrong


@pytest.mark.parametrize("unit", ["", "water_bureau"])
def test_pages_of_lines_meet_and_none_is_lost(world: World, unit: str) -> None:
    for number in range(7):
        line = replace(LINE, code=a_code(text=str(number)), closed_at=NOON + number * MINUTE, unit_id="water_bureau")
        results.publish(results.Story(line, ()), "longwangmiao", "water_bureau", 1)
    found, after = results.find(Wanted("2026-03", unit=unit), most=3)
    pages = [len(found)]
    while after is not None:
        more, after = results.find(Wanted("2026-03", unit=unit), after, most=3)
        pages.append(len(more))
        found += more
    assert pages == [3, 3, 1]
    assert [line.closed_at for line in found] == [NOON + number * MINUTE for number in range(6, -1, -1)]


def test_what_is_looked_for_among_many_goes_on_from_where_the_looking_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "MOST_READ", 4)
    for number in range(7):
        category = "lighting" if number == 1 else "litter"
        line = replace(LINE, code=a_code(text=str(number)), closed_at=NOON + number * MINUTE, category_id=category)
        results.publish(results.Story(line, ()), "longwangmiao", None, 1)
    wanted = Wanted("2026-03", category="lighting")
    found, after = results.find(wanted, most=2)
    assert found == []
    assert after is not None
    assert [line.category_id for line in results.find(wanted, after, most=2)[0]] == ["lighting"]


def test_the_last_moment_of_a_month_is_the_countys(world: World) -> None:
    for number, at in enumerate((datetime(2026, 3, 31, 15, 59, tzinfo=UTC), datetime(2026, 3, 31, 16, tzinfo=UTC))):
        line = replace(LINE, code=a_code(text=str(number)), closed_at=at, unit_id="water_bureau")
        results.publish(results.Story(line, ()), "longwangmiao", "water_bureau", 1)
    for month in ("2026-03", "2026-04"):
        by_unit, by_month = (results.find(Wanted(month, unit=unit))[0] for unit in ("water_bureau", ""))
        assert len(by_unit) == 1
        assert by_unit == by_month


@pytest.fixture
def red_cross_has_left(world: World) -> Iterator[None]:
    row = DirectoryRow.get("unit", "red_cross")
    DirectoryRow(row.kind, row.id, order=row.order, data=row.data | {"left": True}).save()
    directory.forget()
    yield
    DirectoryRow(row.kind, row.id, order=row.order, data=row.data).save()
    directory.forget()


def test_a_unit_that_has_left_keeps_its_name_and_its_addresses(world: World, red_cross_has_left: None) -> None:
    march()
    world.until(APRIL)
    browser = world.browser()
    assert "县红十字会" in browser.get("/results/figures?month=2026-03").text
    assert browser.get("/results/units/red_cross?month=2026-03").status == 200
    listed = browser.get("/results?month=2026-03&unit=red_cross")
    assert listed.status == 200
    assert "县红十字会" in listed.text
    assert len(json.loads(browser.once("/results.json?month=2026-03&unit=red_cross")["body"])["results"]) == 5


def test_an_old_month_stays_chosen_and_what_cannot_follow_is_no_page(world: World) -> None:
    march()
    browser = world.browser()
    page = browser.get("/results?month=2024-11")
    assert 'value="2024-11" selected' in page.html
    for after in ("2027-01-01T00:00:00.000000Z", "2020-01-01T00:00:00.000000Z"):
        address = f"/results?month=2026-03&unit=red_cross&after={after}%233825061749"
        assert browser.once(address)["statusCode"] == 404


def test_files_at_addresses_that_stay(world: World) -> None:
    march()
    answer = world.browser().once("/results.csv?month=2026-03&unit=red_cross")
    assert answer["headers"]["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["headers"]["Cache-Control"] == "public, max-age=60"
    head, *rows = [cells for _, cells in read(answer["body"])]
    assert head[:4] == ["code", "asked_on", "closed_on", "closed_as"]
    assert {row[head.index("unit")] for row in rows} == {"red_cross"}
    assert len(rows) == 5
    told = json.loads(world.browser().once("/results.json?month=2026-03")["body"])
    assert (len(told["results"]), told["next"], told["licence"]) == (15, None, "CC BY 4.0")
    assert told["results"][0]["closed_on"] == "2026-03-09"


def exported(bucket: str, tmp_path: Path) -> Path:
    client = aws.client("s3", 30)
    export_handler.main({}, Lambda())
    bodies = [
        client.get_object(Bucket=bucket, Key=f"open-data/{name}.json")["Body"].read()
        for name in ("latest", "2026-04-09")
    ]
    assert bodies[0] == bodies[1]
    file = tmp_path / "export.json"
    file.write_bytes(bodies[0])
    return file


def test_the_nights_file_is_everybodys_once_there_is_one(world: World, bucket: str, tmp_path: Path) -> None:
    march()
    world.until(APRIL)
    assert world.browser().once("/results/all.json")["statusCode"] == 404
    exported(bucket, tmp_path)
    answer = world.browser().once("/results/all.json")
    assert answer["statusCode"] == 303
    where = urlsplit(answer["headers"]["Location"])
    assert bucket in where.netloc + where.path
    assert where.path.endswith("open-data/latest.json")
    assert any("Signature" in name for name in parse_qs(where.query)), "an address of a closed bucket, for a while"


def test_a_stranger_counts_the_same(
    world: World, bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    march()
    world.until(APRIL)
    file = exported(bucket, tmp_path)
    assert recompute.main([str(file)]) == 0
    assert "15 lines: 0 differ" in capsys.readouterr().out
    told = json.loads(file.read_text("utf-8"))
    assert told["listed"]["2026-03"] == 15
    assert [month["month"] for month in told["months"]] == ["2026-01", "2026-02", "2026-03"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda told: told["months"][-1]["county"]["rates"].update(solved="99.99"),
        lambda told: told["months"][-1]["county"]["counts"].update(silent=1),
        lambda told: told["months"][-1]["units"][0]["counts"].update(taken_in_time=2),
        lambda told: told["results"].pop(),
        lambda told: told["results"].append(told["results"][0]),
    ],
)
def test_a_stranger_finds_what_is_wrong(world: World, bucket: str, tmp_path: Path, wrong: Any) -> None:
    march()
    world.until(APRIL)
    file = exported(bucket, tmp_path)
    told = json.loads(file.read_text("utf-8"))
    wrong(told)
    file.write_text(json.dumps(told), "utf-8")
    assert recompute.main([str(file)]) == 1


def test_the_desk_sees_whole_counts_beside_the_month_before(world: World) -> None:
    march()
    world.until(APRIL)
    page = world.staff("clerk").get("/desk/statistics/figures?month=2026-03")
    assert "县水务局" in page.text
    assert "8 / 8" in page.text
    assert world.staff("tiezhi_clerk").get("/desk/statistics/figures?community=longwangmiao").status == 403
    assert world.browser().once("/desk/statistics/figures")["statusCode"] == 303


def officer_of(world: World, unit: Unit, **typed: str) -> Browser:
    """Whoever comes in with an order that the unit has in hand today."""
    request = reports(world.browser(), **typed)
    world.settle()
    return enters(world, request, unit)


def test_a_unit_sees_its_own_whole_figures_the_day_after_the_month(world: World) -> None:
    march()
    cases(3, *SOLVED, to=replace(WATER_BUREAU, id="of_nobody"))
    world.until(datetime(2026, 3, 31, 4, tzinfo=UTC))
    officer = officer_of(world, WATER_BUREAU)
    assert officer.get("/u/figures?month=2026-03").status == 404
    world.until(datetime(2026, 4, 1, 4, tzinfo=UTC))
    officer = officer_of(world, WATER_BUREAU)
    page = officer.get("/u/orders")
    assert 'href="/u/figures"' in page.html
    page = officer.get("/u/figures")
    assert page.status == 200
    assert "县水务局" in page.text
    assert "8 / 8" in page.text
    assert "起对居民公开" in page.text
    assert not re.search(r"\b(11|13|16)\b", re.sub(r"<option.*?</option>", "", page.html)), "others' cases"
    assert "县红十字会" not in page.text
    assert world.browser().get("/results/figures?month=2026-03").status == 404
    for wrong in ("2026-04", "2026-13", "x"):
        assert officer.get(f"/u/figures?month={wrong}").status == 404, wrong
    assert "这个月没有应答的事" in officer.get("/u/figures?month=2026-02").text


def test_another_units_figures_are_its_own(world: World) -> None:
    march()
    world.until(APRIL)
    page = officer_of(world, RED_CROSS, place="compound:dongguan_middle_lane").get("/u/figures?month=2026-03")
    assert "0 / 5" in page.text  # first time: every one of its five was done again
    assert "8 / 8" not in page.text


def test_a_units_figures_open_to_its_officers_alone(world: World) -> None:
    page = world.browser().get("/u/figures")
    assert (page.status, page.path) == (200, "/u")
    assert world.staff("clerk").get("/u/figures").path == "/u"


def test_cells_of_before_are_put_right_by_the_repair(world: World) -> None:
    """A cube from before the figures by due day: its requests' cells are missing until it is repaired."""
    for code in (CODE, NEXT_CODE):
        filed(whistled(to=WATER_BUREAU, answer_by=DUE), *SOLVED, code=code)
    for cell in tallies.month("longwangmiao", "2026-03"):
        if cell.measure.startswith("due."):
            tallies.item(cell).delete()
    found = verify_tables.verify()
    assert found.cells
    list(verify_tables.repair(found))
    assert not verify_tables.verify().wrong
    there = tallies.month("longwangmiao", "2026-03")
    assert there[Cell("longwangmiao", "2026-03-16", "due.solved.first.in_time", "P2", "litter", "water_bureau")] == 2
