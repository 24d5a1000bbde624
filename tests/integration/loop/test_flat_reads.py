"""A page of the desk and a digest cost the same however many requests have come and gone."""

from datetime import date

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from functions.digests import render
from functions.digests.letters import COUNTY, Letter, period_of
from functions.shared.domain.rows import RequestRow, rows
from functions.shared.edge.clock import now
from functions.shared.tables import directory
from functions.shared.tables.connection import client
from functions.shared.tables.request_items import row_item
from tests.builders import a_code, a_request, closed
from tests.meter import Meter

from .world import REGION, World

WAITING = 60


def fill(world: World, past: int) -> None:
    """`past` requests that have closed and some that wait, as their rows stand in the table."""
    table = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables["test-requests"]
    streamed, table.stream_shard = table.stream_shard, None  # nobody listens, and it would keep all of them
    template = next(row_item(row).serialize() for row in rows(closed()) if isinstance(row, RequestRow))
    for number in range(past):
        table.put_item(template | {"request_id": {"S": f"3{number:09d}"}})
    for number in range(WAITING):
        for row in rows(a_request(code=a_code(text=f"waiting {number}"))):
            table.put_item(row_item(row).serialize())
    table.stream_shard = streamed


def cost(world: World, url: str, staff: str) -> list[tuple[str, str]]:
    browser = world.staff(staff)
    directory.forget()
    meter = Meter()
    meter.attach(client())
    page = browser.get(url)
    meter.detach(client())
    assert page.status == 200
    assert page.html.count("/desk/cases/") == 50
    return meter.reads


def read_by_a_digest(letter: Letter, of: str) -> list[tuple[str, str]]:
    directory.forget()
    period = period_of(letter, date(2026, 3, 9), directory.calendar())
    meter = Meter()
    meter.attach(client())
    render.email(letter, of, render.gathered(letter, of, period, now()), now(), None)
    meter.detach(client())
    return meter.reads


def test_reads_are_flat(world: World) -> None:
    world.desk_answers = False
    pages, digests = {}, {}
    for past in (1_000, 10_000, 100_000):
        fill(world, past)
        pages[past] = {
            url: cost(world, url, staff)
            for url, staff in (("/desk", "clerk"), ("/desk", "county"), ("/desk?view=open&class=P2", "clerk"))
        }
        digests[past] = {
            letter: read_by_a_digest(letter, of)
            for letter, of in (
                (Letter.UNIT, "water_bureau"),
                (Letter.LEADER, "water_bureau"),
                (Letter.COMMUNITY_WEEK, "longwangmiao"),
                (Letter.COMMUNITY_MONTH, "longwangmiao"),
                (Letter.COUNTY_WEEK, COUNTY),
                (Letter.COUNTY_YEAR, COUNTY),
            )
        }
    for measured in (pages, digests):
        first, *others = measured.values()
        assert all(other == first for other in others)
        assert all(operation != "Scan" for reads in first.values() for _, operation in reads)
