"""The public copy: the same whatever is heard, however often, in whatever order."""

from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Any

import pytest

from functions.desk.speak import blank, release
from functions.results import publish_handler as publish
from functions.shared.domain.directory import PublicRule
from functions.shared.domain.errors import Stale
from functions.shared.domain.request import Request
from functions.shared.domain.views import ResultLine, Wanted
from functions.shared.tables import requests, results
from tests.builders import (
    DAY,
    MINUTE,
    NOON,
    STAFF,
    Happening,
    a_code,
    a_press,
    accepted,
    closed_partly,
    closed_silent,
    done,
    explained,
    merged,
    not_solved,
    partly,
    rejected,
    reopened,
    returned,
    settled,
    solved,
    transferred,
    whistled,
    withdrawn,
)
from tests.county import ANKANG, LITTER, LONGWANGMIAO, MEALS, RED_CROSS, WATER_BUREAU

from .people import TELEPHONE, WORDS, enters, link_in, reports
from .test_ledger import CODE, NEXT_CODE, filed, told
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
    (line,), more = results.find(Wanted("2026-03"))
    assert (line.code, line.closed_as, line.place.zh, more) == (CODE, "confirmed", "安康小区", None)
    assert results.find(Wanted("2026-03", "longwangmiao"))[0] == [line]
    assert results.find(Wanted("2026-03", "tiezhi"))[0] == []
    assert results.find(Wanted("2026-02"))[0] == []
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
    assert results.find(Wanted("2026-03")) == ([], None)
    assert results.story(CODE) is None


def test_what_is_opened_again_leaves_the_list(world: World) -> None:
    closed()
    world.settle()
    assert results.story(CODE) is not None
    told(CODE, reopened()(requests.load(CODE)))
    world.settle()
    assert results.find(Wanted("2026-03")) == ([], None)
    assert results.story(CODE) is None
    for happening in (done(), solved()):
        told(CODE, happening(requests.load(CODE)))
    world.settle()
    story = results.story(CODE)
    assert story is not None
    assert "reopened" in [step.what for step in story.steps]


@pytest.mark.parametrize(
    ("ends", "closed_as"),
    [
        (settled(), "settled"),
        (explained(), "explained"),
        (transferred(), "transferred"),
        (rejected(), None),
        (withdrawn(), None),
        (merged(into=NEXT_CODE), None),
    ],
)
def test_what_ends_without_work_is_listed_where_it_is_an_answer(
    world: World, ends: Happening, closed_as: str | None
) -> None:
    filed(ends, category=MEALS)
    world.settle()
    lines, _ = results.find(Wanted("2026-03"))
    assert [(line.closed_as, line.unit) for line in lines] == ([(closed_as, None)] if closed_as else [])


def test_partly_and_silent_are_listed_as_what_they_are(world: World) -> None:
    filed(*DONE, partly(), closed_partly())
    filed(*DONE, closed_silent(), code=NEXT_CODE)
    world.settle()
    lines, _ = results.find(Wanted("2026-03"))
    assert {line.code: line.closed_as for line in lines} == {CODE: "partly", NEXT_CODE: "silent"}


def test_what_a_unit_gave_back_is_not_its_result(world: World) -> None:
    filed(whistled(to=RED_CROSS), returned(), explained())
    world.settle()
    ((line,), _) = results.find(Wanted("2026-03"))
    assert line.unit is None


def test_a_residents_words_let_out_later_stand_at_their_step_and_the_line_where_it_was(world: World) -> None:
    shown = replace(LITTER, public=PublicRule.WORDS)
    request = filed(*DONE, not_solved(), done(), solved(), category=shown)
    world.settle()
    ((before,), _) = results.find(Wanted("2026-03"))
    world.later(DAY)
    cause = a_press("release")
    letting_out = partial(release, of=1, words="路边有塑料袋。", cause=cause, now=NOON + DAY, by=STAFF)
    requests.change(CODE, cause, letting_out)
    world.settle()
    ((line,), _) = results.find(Wanted("2026-03"))
    assert line == before
    story = results.story(CODE)
    assert story is not None
    assert [(step.what, step.words) for step in story.steps if step.words] == [("words_released", "路边有塑料袋。")]
    assert "路边有塑料袋。" in world.browser().get(f"/results/{CODE}").text

    cause = a_press("blank")
    taking_away = partial(blank, of=request.version + 1, cause=cause, now=NOON + DAY, by=STAFF)
    requests.change(CODE, cause, taking_away)
    assert "塑料袋" not in world.browser().get(f"/results/{CODE}").text, "gone at once, before anything is heard"
    world.settle()
    story = results.story(CODE)
    assert story is not None
    assert "words_released" not in [step.what for step in story.steps]


def test_pages_of_fifty_newest_first(world: World) -> None:
    for number in range(results.PAGE + 3):
        line = replace(LINE, code=a_code(text=str(number)), closed_at=NOON + number * MINUTE)
        results.publish(results.Story(line, ()), "longwangmiao", None, 1)
    page = world.browser().get("/results")
    first = page.html.count('href="/results/3')
    link = next(part for part in page.html.split('"') if "after=" in part)
    second = world.browser().get(link.replace("&amp;", "&")).html.count('href="/results/3')
    assert (first, second) == (results.PAGE, 3)
    lines, last = results.find(Wanted("2026-03"))
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
