"""The public copy: the same whatever is heard, however often, in whatever order."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from functions.results import publish_handler as publish
from functions.shared.domain.errors import Stale
from functions.shared.domain.request import Request
from functions.shared.domain.views import ResultLine
from functions.shared.tables import results
from tests.builders import MINUTE, NOON, a_code, accepted, done, not_solved, partly, solved, whistled
from tests.county import ANKANG, LITTER, LONGWANGMIAO, RED_CROSS, WATER_BUREAU

from .people import TELEPHONE, WORDS, enters, link_in, reports
from .test_ledger import CODE, filed
from .world import World

DONE = (whistled(to=RED_CROSS), accepted(), done())

LINE = ResultLine(CODE, NOON, NOON, "confirmed", LITTER.name, LONGWANGMIAO.name, ANKANG.name)


def fact(sequence: int) -> dict[str, Any]:
    return {"request_id": CODE, "sequence": sequence, "name": "VerdictGiven", "at": "2026-03-09T04:00:00.000000Z"}


def closed() -> Request:
    return filed(*DONE, not_solved(), done(), solved())


def test_a_closed_request_is_listed_by_month_and_community(world: World) -> None:
    request = closed()
    world.hand(publish.main, fact(request.version))
    (line,), more = results.in_month("2026-03", None, None)
    assert (line.code, line.closed_as, line.place.zh, more) == (CODE, "confirmed", "安康小区", None)
    assert results.in_month("2026-03", "longwangmiao", None)[0] == [line]
    assert results.in_month("2026-03", "tiezhi", None)[0] == []
    assert results.in_month("2026-02", None, None)[0] == []
    story = results.story(CODE)
    assert story is not None
    assert [step.what for step in story.steps][-1] == "verdict_solved"


def test_any_order_and_number_of_facts_give_the_same_copy(world: World) -> None:
    closed()
    copies = []
    for order in permutations((5, 7, 7)):
        world.hand(publish.main, *map(fact, order))
        copies.append(world.items("results"))
    assert all(copy == copies[0] for copy in copies)


def test_a_copy_made_from_an_older_reading_never_replaces_a_newer(world: World) -> None:
    """The listener that read first writes last."""
    request = closed()
    world.hand(publish.main, fact(request.version))
    before = world.items("results")
    with pytest.raises(Stale):
        results.retract(CODE, request.version - 1)
    assert world.items("results") == before


@pytest.mark.parametrize("last", [partly(), not_solved()])
def test_what_is_open_is_not_listed(world: World, last: Any) -> None:
    request = filed(*DONE, last)
    world.hand(publish.main, fact(request.version))
    assert results.in_month("2026-03", None, None) == ([], None)
    assert results.story(CODE) is None


def test_what_is_opened_again_leaves_the_list(world: World) -> None:
    request = closed()
    world.hand(publish.main, fact(request.version))
    results.retract(CODE, request.version + 1)
    assert results.in_month("2026-03", None, None) == ([], None)
    assert results.story(CODE) is None


def test_pages_of_fifty_newest_first(world: World) -> None:
    for number in range(results.PAGE + 3):
        line = replace(LINE, code=a_code(text=str(number)), closed_at=NOON + number * MINUTE)
        results.publish(results.Story(line, ()), "longwangmiao", None, 1)
    page = world.browser().get("/results")
    first = page.html.count('href="/results/3')
    link = next(part for part in page.html.split('"') if "after=" in part)
    second = world.browser().get(link.replace("&amp;", "&")).html.count('href="/results/3')
    assert (first, second) == (results.PAGE, 3)
    lines, last = results.in_month("2026-03", None, None)
    assert lines == sorted(lines, key=lambda line: line.closed_at, reverse=True)
    assert last is not None


def test_a_fact_of_nobodys_comes_back(world: World) -> None:
    assert world.hand(publish.main, fact(1)) == [0]


def test_nobodys_words_or_number_are_ever_in_it(world: World) -> None:
    resident = world.browser()
    code = reports(resident, telephone=TELEPHONE, place_words="3 号楼")
    link = link_in(resident.page)
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    officer.submit("/take")
    officer.get(f"{officer.page.path}/done")
    officer.submit("/done", public_words="清了两车", words="找门卫老王拿钥匙")
    resident.get(link)
    resident.submit("/verdict", verdict="solved", words="谢谢")
    world.settle()
    kept = str(world.items("results"))
    assert "清了两车" in kept
    for private in (WORDS, TELEPHONE, "3 号楼", "老王", "谢谢", world.request(code).orders[0].code):
        assert private not in kept
