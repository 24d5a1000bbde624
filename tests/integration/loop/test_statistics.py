"""What a kind of case takes from those who work on it: fields and presses, by month and community, for each role."""

import re

import pytest

from tests.county import ADMIN, CLERK, COUNTY_STAFF, LEAD, SUPERVISOR, TIEZHI_CLERK
from tests.http_client import Page

from .people import reports
from .test_desk import at_work, does, files
from .world import World

HOME = "/desk/statistics"


def figures(page: Page) -> dict[str, list[str]]:
    """The lines of the table by the category's name."""
    rows = re.findall(r"<tr class=\"govuk-table__row\">\s*<th scope=\"row\"(.*?)</tr>", page.html, re.S)
    told = {re.split(r"[<>]", row)[1].strip(): re.findall(r'data-label="[^"]*">([^<]*)', row) for row in rows}
    return {name: cells for name, cells in told.items() if cells}


def test_fields_and_presses_of_each_kind(world: World) -> None:
    world.desk_answers = False
    code = reports(world.browser())
    world.settle()
    does(world, code, "send")  # 0 fields, 1 press
    world.staff("clerk")
    files(world, category="meals")  # 2 fields, 2 presses
    at_work(world, telephone="15400009002", place="compound:dongguan_middle_lane")  # filed and taken: 2 and 4
    page = world.staff("clerk").get(HOME)
    assert figures(page) == {
        "环境卫生": ["2", "1.00", "2.50", "0.00", "0.00"],
        "助餐送餐": ["1", "2.00", "2.00", "0.00", "0.00"],
        "合计": ["3", "1.33", "2.33", "0.00", "0.00"],
    }
    assert "不计时间，不分到人" in page.text
    assert CLERK.id not in page.html.split("<main")[1]


def test_each_sees_their_own(world: World) -> None:
    files(world)
    for staff in (CLERK, LEAD, COUNTY_STAFF, SUPERVISOR, ADMIN):
        assert figures(world.staff(staff.id).get(HOME))["合计"][0] == "1", staff.id
    assert figures(world.staff("tiezhi_clerk").get(HOME)) == {}
    assert world.staff(TIEZHI_CLERK.id).get(f"{HOME}?community=longwangmiao").status == 403
    county = world.staff("county")
    assert figures(county.get(f"{HOME}?community=tiezhi")) == {}
    assert figures(county.get(f"{HOME}?community=longwangmiao"))["合计"][0] == "1"
    assert "这个月还没有" in county.get(f"{HOME}?month=2026-02").text


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "month=2026-3"])
def test_a_month_that_there_is_not(world: World, query: str) -> None:
    assert world.staff("clerk").get(f"{HOME}?{query}").status == 404


def test_nobody_else(world: World) -> None:
    assert world.browser().once(HOME)["statusCode"] == 303
    assert HOME in world.staff("clerk").get("/desk").html
