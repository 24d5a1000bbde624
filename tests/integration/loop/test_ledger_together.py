"""The ledger on DynamoDB, where several facts belong together: all or nothing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from functions.desk.decide import merge, settle
from functions.desk.speak import blank, release
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Class, PublicRule
from functions.shared.domain.errors import Busy, Refused
from functions.shared.domain.facts import Cause, Code, Merged
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Handling
from functions.shared.domain.transitions import ClosedAs, State
from functions.shared.steps.absorb import absorb
from functions.shared.tables import private, public_words, requests, tallies
from infra.tools.verify_tables import verify
from tests.builders import (
    HOUR,
    NOON,
    STAFF,
    a_code,
    a_press,
    accepted,
    classified,
    done,
    returned,
    solved,
    whistled,
    words_added,
)
from tests.county import JIANGNAN, JOBS, LITTER, MEALS, RED_CROSS, TIEZHI

from .test_ledger import CODE, NEXT_CODE, everything, filed, report, scan, told

NEW_CODE = a_code(text="three")
pytestmark = pytest.mark.usefixtures("tables")


def figures(community: str = "longwangmiao") -> dict[str, int]:
    """What happened; who did it (`by_staff`) and how it stands on its due day apart."""
    counted = tallies.month(community, "2026-03").items()
    return {cell.measure: times for cell, times in counted if not cell.measure.startswith(("by_staff.", "due."))}


class TestReceivedAndSettled:
    """当场办结: two facts, one transaction."""

    def settled(self, cause: Cause, *codes: str) -> Request:
        received = report(cause, category=MEALS, by=STAFF, handling=Handling.SETTLED)
        answer = settle(Request(id=""), words="已办", public_words="证明开好了。", cause=cause, now=NOON, by=STAFF)
        return requests.file(codes, cause, received, answer)

    def test_both_with_their_words_and_figures(self, tables: Any) -> None:
        request = self.settled(a_press("file"), CODE)
        assert (request.version, request.closed_as) == (2, ClosedAs.SETTLED)
        assert vars(requests.load(CODE)) == vars(request)
        assert private.words(CODE) == {1: "路边都是塑料袋", 2: "已办"}
        assert public_words.words(CODE) == {2: "证明开好了。"}
        assert figures() == {"received.web": 1, "closed.settled": 1}
        assert {item["sort"]["S"] for item in scan(tables, "requests")} == {"FACT#0001", "FACT#0002", "REQUEST"}
        assert not verify().wrong

    def test_the_same_form_twice_is_one_request(self, tables: Any) -> None:
        cause = a_press("file")
        once = self.settled(cause, CODE, NEXT_CODE)
        before = everything(tables)
        assert vars(self.settled(cause, CODE, NEXT_CODE)) == vars(once)
        assert everything(tables) == before

    def test_with_other_words_it_is_refused_with_the_code_it_had(self) -> None:
        cause = a_press("file", "some words")
        self.settled(cause, CODE, NEXT_CODE)
        with pytest.raises(Refused, match="already_sent") as refused:
            self.settled(Cause(cause.id, "other words"), CODE, NEXT_CODE)
        assert refused.value.details == {"code": CODE}

    def test_where_the_code_is_anothers_both_go_to_the_next(self) -> None:
        filed()
        assert self.settled(a_press("file"), CODE, NEXT_CODE).id == NEXT_CODE
        assert requests.load(CODE).version == 1
        assert not verify().wrong

    def test_what_the_table_lacks_writes_neither(self, tables: Any) -> None:
        cause = a_press("file")
        solved_already = Decision(solved()(filed(whistled(), accepted(), done())))
        before = everything(tables)
        with pytest.raises(Refused, match="not_now"):
            requests.file([NEXT_CODE], cause, report(cause), solved_already)
        assert everything(tables) == before


class TestMeToo:
    """A new request goes with another one from the start: three facts of two requests, one transaction."""

    def joined(self, cause: Cause, *codes: str, meanwhile: Callable[[Request], None] | None = None) -> Request:
        def absorbs(survivor: Request, code: str) -> Decision:
            decision = absorb(survivor, code, priority=Class.P2, cause=cause, now=NOON, by=STAFF)
            if meanwhile:
                meanwhile(survivor)
            return decision

        received = report(cause, by=STAFF, handling=Handling.JOINED)
        merged = Decision(Merged(into=Code(CODE), at=NOON, by=STAFF, cause=cause))
        return requests.file(codes, cause, received, merged, beside=(CODE, absorbs))

    def test_both_know_of_each_other(self) -> None:
        filed(whistled(to=RED_CROSS))
        new = self.joined(a_press("file"), NEW_CODE)
        assert (new.merged_into, new.closed_as) == (CODE, ClosedAs.MERGED)
        assert vars(requests.load(NEW_CODE)) == vars(new)
        assert requests.load(CODE).absorbed == (NEW_CODE,)
        assert figures() == {"received.web": 2, "whistled": 1, "closed.merged": 1, "absorbed": 1}
        assert not verify().wrong

    def test_the_same_form_twice_joins_once(self, tables: Any) -> None:
        filed()
        cause = a_press("file")
        once = self.joined(cause, NEW_CODE)
        before = everything(tables)
        assert vars(self.joined(cause, NEW_CODE)) == vars(once)
        assert everything(tables) == before

    def test_the_same_form_after_the_other_has_closed_finds_the_request_it_made(self) -> None:
        filed(whistled(to=RED_CROSS))
        cause = a_press("file")
        once = self.joined(cause, NEW_CODE)
        for happening in (accepted(), done(), solved()):
            told(CODE, happening(requests.load(CODE)))
        assert vars(self.joined(cause, NEW_CODE)) == vars(once)

    def test_with_other_words_it_is_refused_with_the_code_it_had(self) -> None:
        filed()
        cause = a_press("file", "some words")
        self.joined(cause, NEW_CODE)
        with pytest.raises(Refused, match="already_sent") as refused:
            self.joined(Cause(cause.id, "other words"), NEW_CODE)
        assert refused.value.details == {"code": NEW_CODE}
        assert requests.load(CODE).absorbed == (NEW_CODE,)

    def test_when_the_other_has_changed_meanwhile_it_is_read_again(self) -> None:
        filed(whistled(to=RED_CROSS))
        looked: list[int] = []

        def taken_first(survivor: Request) -> None:
            looked.append(survivor.version)
            if len(looked) == 1:
                told(CODE, accepted()(survivor))

        self.joined(a_press("file"), NEW_CODE, meanwhile=taken_first)
        survivor = requests.load(CODE)
        assert looked == [2, 3]
        assert (survivor.state, survivor.absorbed) == (State.ACCEPTED, (NEW_CODE,))
        assert requests.load(NEW_CODE).version == 2
        assert not verify().wrong

    def test_when_the_other_closes_meanwhile_neither_is_written(self, tables: Any) -> None:
        filed(whistled(to=RED_CROSS), accepted(), done())

        def solved_first(survivor: Request) -> None:
            told(CODE, solved()(survivor))

        with pytest.raises(Refused, match="merge_closed"):
            self.joined(a_press("file"), NEW_CODE, meanwhile=solved_first)
        assert requests.load(CODE).absorbed == ()
        with pytest.raises(Refused, match="unknown_request"):
            requests.load(NEW_CODE)
        assert not private.words(NEW_CODE)

    def test_where_the_code_is_anothers_the_other_hears_of_the_next(self) -> None:
        filed()
        filed(code=NEXT_CODE)
        assert self.joined(a_press("file"), NEXT_CODE, NEW_CODE).id == NEW_CODE
        assert requests.load(CODE).absorbed == (NEW_CODE,)
        assert requests.load(NEXT_CODE).version == 1


class TestMerging:
    """One fact for each of two requests."""

    @pytest.fixture(autouse=True)
    def two(self, tables: Any) -> None:
        filed(whistled(to=RED_CROSS), code=CODE)
        filed(code=NEXT_CODE)

    def merging(self, cause: Cause | None = None) -> tuple[Cause, requests.BothStep]:
        cause = cause or a_press("merge")
        return cause, partial(merge, cause=cause, now=NOON + HOUR, by=STAFF)

    def test_both_at_once(self) -> None:
        duplicate, survivor = requests.change_both(NEXT_CODE, CODE, *self.merging())
        assert (duplicate.closed_as, duplicate.merged_into) == (ClosedAs.MERGED, CODE)
        assert survivor.absorbed == (NEXT_CODE,)
        assert (vars(requests.load(NEXT_CODE)), vars(requests.load(CODE))) == (vars(duplicate), vars(survivor))
        assert figures() == {"received.web": 2, "whistled": 1, "closed.merged": 1, "absorbed": 1}
        assert not verify().wrong

    def test_the_same_press_twice_changes_nothing(self, tables: Any) -> None:
        press = self.merging()
        once = requests.change_both(NEXT_CODE, CODE, *press)
        before = everything(tables)
        assert requests.change_both(NEXT_CODE, CODE, *press) == once
        assert everything(tables) == before

    def test_the_same_press_for_another_pair_is_refused(self, tables: Any) -> None:
        cause, step = self.merging(Cause("merge:1", "one pair"))
        requests.change_both(NEXT_CODE, CODE, cause, step)
        before = everything(tables)
        with pytest.raises(Refused, match="already_sent"):
            requests.change_both(NEXT_CODE, CODE, *self.merging(Cause("merge:1", "another")))
        assert everything(tables) == before

    @pytest.mark.parametrize("changed", [CODE, NEXT_CODE])
    def test_whichever_has_changed_meanwhile_both_are_read_again(self, changed: str) -> None:
        cause, step = self.merging()
        looked: list[tuple[int, int]] = []

        def slowly(duplicate: Request, survivor: Request) -> tuple[Decision, Decision]:
            looked.append((duplicate.version, survivor.version))
            if len(looked) == 1:
                told(changed, words_added()(requests.load(changed)), words="又一句")
            return step(duplicate, survivor)

        duplicate, survivor = requests.change_both(NEXT_CODE, CODE, cause, slowly)
        assert looked == [(1, 2), (1 + (changed == NEXT_CODE), 2 + (changed == CODE))]
        assert duplicate.merged_into == survivor.id
        assert not verify().wrong

    def test_when_the_survivor_closes_meanwhile_neither_is_written(self) -> None:
        cause, step = self.merging()

        def slowly(duplicate: Request, survivor: Request) -> tuple[Decision, Decision]:
            decided = step(duplicate, survivor)
            for happening in (accepted(), done(), solved()):
                told(CODE, happening(requests.load(CODE)))
            return decided

        with pytest.raises(Refused, match="merge_closed"):
            requests.change_both(NEXT_CODE, CODE, cause, slowly)
        assert requests.load(NEXT_CODE).state is State.RECEIVED
        assert requests.load(CODE).absorbed == ()

    def test_who_is_always_overtaken_is_to_try_again_and_neither_is_written(self) -> None:
        cause, step = self.merging()

        def overtaken(duplicate: Request, survivor: Request) -> tuple[Decision, Decision]:
            told(NEXT_CODE, words_added()(duplicate), words="又一句")
            return step(duplicate, survivor)

        with pytest.raises(Busy):
            requests.change_both(NEXT_CODE, CODE, cause, overtaken)
        assert cause.id not in {**requests.load(CODE).causes, **requests.load(NEXT_CODE).causes}

    def test_what_the_table_lacks_for_one_is_refused_for_both(self, tables: Any) -> None:
        cause = a_press("merge")
        fact = returned()(requests.load(CODE))
        before = everything(tables)
        with pytest.raises(Refused, match="not_now"):
            requests.change_both(
                CODE, NEXT_CODE, cause, lambda first, second: (Decision(fact), Decision(fact, words="x"))
            )
        assert everything(tables) == before


def test_classified_anew_the_figures_move_with_it() -> None:
    filed()
    told(CODE, classified(category=JOBS, compound=JIANGNAN, community=TIEZHI)(requests.load(CODE)))
    assert figures() == {}
    assert figures("tiezhi") == {"received.web": 1, "classified": 1}
    assert not verify().wrong


def test_words_let_out_and_taken_away() -> None:
    filed(whistled(to=RED_CROSS), category=replace(LITTER, public=PublicRule.WORDS))
    cause = a_press("release")
    requests.change(CODE, cause, partial(release, of=1, words="路边有垃圾", cause=cause, now=NOON, by=STAFF))
    assert public_words.words(CODE) == {3: "路边有垃圾"}
    assert private.words(CODE) == {1: "路边都是塑料袋"}, "what the resident said stays where it is"
    cause = a_press("blank")
    requests.change(CODE, cause, partial(blank, of=3, cause=cause, now=NOON, by=STAFF))
    assert public_words.words(CODE) == {}
    assert not verify().wrong
