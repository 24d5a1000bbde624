"""Erasing: nothing of who asked is left anywhere, whatever happens on the way; what happened stays."""

import json
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from functions.privacy import sweep_handler
from functions.privacy.erase import erase
from functions.shared.domain.erasure import Counts, Why
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import CLOCK, staff_actor
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.shared.edge.clock import now
from functions.shared.tables import deliveries, erasures, private, public_words, requests
from infra.tools.replay_erasures import replay
from infra.tools.verify_tables import verify
from tests.builders import (
    DAY,
    MINUTE,
    a_code,
    absorbed,
    accepted,
    disputed,
    done,
    explained,
    merged,
    reopened,
    solved,
    whistled,
    withdrawn,
)
from tests.county import RED_CROSS

from .erasing import CODE, SENTENCE, UNIQUE, Killed, closed, dying_at, filed, given_up, held, released, told, traces
from .world import World

LEAD = staff_actor("lead")
OTHER = a_code(text="another one")
CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 600_000)
ALL = Counts(person=1, words=2, public_words=1, deliveries=3)
pytestmark = pytest.mark.usefixtures("world")


def wish(code: str = CODE) -> Any:
    return erase(code, by=LEAD, why=Why.WISH, now=now())


def sweep() -> int:
    return sweep_handler.main({}, CONTEXT)["erased"]


def erased_facts(request: Request) -> int:
    return Counter(type(fact).__name__ for fact in request.facts)["PersonErased"]


class TestWhatGoes:
    def test_the_case_leaves_traces_before(self, world: World) -> None:
        closed()
        assert set(traces(world)) == {*UNIQUE, "hash"}

    def test_nothing_of_the_resident_is_found_anywhere_after(self, world: World) -> None:
        closed()
        erasure = wish()
        assert traces(world) == []
        assert erasure.counts == ALL
        assert erasure.done_at == now()
        assert held() == []
        assert not deliveries.among([f"{CODE}.1#resident#sms", f"{CODE}.2#unit:red_cross#sms"])

    def test_the_facts_the_figures_and_the_units_sentence_stay(self, world: World) -> None:
        before = closed()
        tallies = world.items("tallies")
        wish()
        after = requests.load(CODE)
        assert after.facts[:-1] == before.facts
        assert (after.state, after.closed_as, after.closed_at) == (State.CLOSED, before.closed_as, before.closed_at)
        assert world.items("tallies") == tallies
        assert list(public_words.words(CODE).values()) == [SENTENCE]
        assert verify().wrong == 0

    def test_the_public_line_stays(self, world: World) -> None:
        closed()
        world.settle()
        wish()
        world.settle()
        assert "环境卫生" in world.browser().get("/results?month=2026-03").text
        page = world.browser().get(f"/r/{CODE}")
        assert page.status == 200
        assert SENTENCE in page.text
        assert not [text for text in UNIQUE.values() if text in page.text]

    def test_a_neighbours_case_is_untouched(self, world: World) -> None:
        closed()
        closed(OTHER)
        wish()
        assert held(OTHER) == ["PERSON", "WORDS#0001", "WORDS#0003"]
        assert len(deliveries.among([f"{OTHER}.1#resident#sms", f"{OTHER}.2#unit:red_cross#email"])) == 2

    def test_the_texts_for_the_one_it_was_merged_into_go_too(self) -> None:
        survivor = told(filed(OTHER), absorbed(CODE))
        told(filed(), merged(OTHER))
        claimed = deliveries.claim(f"{OTHER}.{survivor.version}#resident:{CODE}#first", now(), {})
        assert claimed is not None
        assert wish().counts.deliveries == 1
        assert not deliveries.among([f"{OTHER}.{survivor.version}#resident:{CODE}#sms"])

    def test_it_leaves_the_groups_that_say_it_with_others_and_takes_those_that_say_nothing_else(
        self, world: World
    ) -> None:
        closed()
        mine, others = (f"{code}.3#unit:red_cross#first" for code in (CODE, OTHER))
        units, residents = "morning#red_cross.liaison#2026-03-10", "morning#resident.0123456789abcdef#2026-03-10"
        theirs = f"{CODE}.3#resident#first"
        for member, into in ((mine, units), (others, units), (theirs, residents)):
            assert deliveries.join(member, {"request_id": member[:10]}, into, now() + DAY, now())
        group = deliveries.get(residents)
        assert group is not None
        deliveries.finish(group, deliveries.End.SENT, message_id="sms")
        wish()
        assert deliveries.get(residents) is None
        left = deliveries.get(units)
        assert left is not None
        assert (left.members, left.alert, bool(left.pending)) == ({others}, {"request_id": OTHER}, True)
        assert [item["alert_id"]["S"] for item in world.items("deliveries") if CODE in json.dumps(item)] == []


class TestWhoMayBeForgotten:
    def test_who_is_still_to_be_answered_cant(self, world: World) -> None:
        filed()
        with pytest.raises(Refused, match="erase_open"):
            wish()
        assert held() == ["PERSON", "WORDS#0001"]
        assert world.items("erasures") == []

    def test_twice_is_once(self, world: World) -> None:
        closed()
        first = wish()
        world.later(DAY)
        assert wish() == first
        assert len(world.items("erasures")) == 1
        assert erased_facts(requests.load(CODE)) == 1

    def test_what_is_said_after_it_was_opened_again_is_erased_in_its_turn(self, world: World) -> None:
        closed()
        first = wish()
        world.later(DAY)
        request = told(requests.load(CODE), disputed(), words="独一无二的第三段话")
        request = told(request, done())
        told(request, solved())
        assert held() == [f"WORDS#{first.version + 2:04d}"]
        second = wish()
        assert second.id != first.id
        assert second.counts == Counts(0, 1, 0, 0)
        assert held() == []
        assert verify().wrong == 0

    def test_whatever_happens_meanwhile_is_erased_with_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The desk releases words just when they are being erased."""
        request = closed()
        begin = erasures.begin
        raced: list[Request] = []

        def slow(erasure: Any) -> Any:
            begun = begin(erasure)
            if not raced:
                raced.append(told(request, released(), public_words=UNIQUE["released"]))
            return begun

        monkeypatch.setattr(erasures, "begin", slow)
        wish()
        assert list(public_words.words(CODE).values()) == [SENTENCE]
        assert [erasure.done_at for erasure in erasures.of_request(CODE)] == [now(), now()]
        assert list(erasures.unfinished()) == []


class TestByRule:
    def test_not_a_day_before_its_time_and_then_at_once(self, world: World) -> None:
        request = closed()
        assert request.closed_at is not None
        world.until(request.closed_at + timedelta(days=60) - MINUTE)
        assert sweep() == 0
        assert len(held()) == 3
        world.until(request.closed_at + timedelta(days=60))
        assert sweep() == 1
        assert traces(world) == []
        (erasure,) = erasures.of_request(CODE)
        assert (erasure.by, erasure.why, erasure.counts) == (CLOCK, Why.RETENTION, ALL)
        assert sweep() == 0

    def test_opening_it_again_lifts_it(self, world: World) -> None:
        told(closed(), reopened(1))
        world.later(100 * DAY)
        assert sweep() == 0
        assert len(held()) == 3

    def test_who_is_answered_with_another_one_is_kept_as_long_as_that_one(self, world: World) -> None:
        survivor = told(filed(OTHER), absorbed(CODE))
        told(filed(), merged(OTHER))
        world.later(100 * DAY)
        assert sweep() == 0
        told(survivor, explained(at=now()))
        world.later(59 * DAY)
        assert sweep() == 0
        world.later(2 * DAY)
        assert sweep() == 2

    def test_one_that_cannot_be_erased_holds_nobody_up(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        closed()
        closed(OTHER)
        world.later(61 * DAY)
        load = requests.load

        def damaged(code: str) -> Request:
            if code == CODE:
                raise RuntimeError("a damaged fact")
            return load(code)

        monkeypatch.setattr(requests, "load", damaged)
        with pytest.raises(Exception, match="1 failed, 1 done"):
            sweep()
        assert held(OTHER) == []

    def test_what_was_interrupted_goes_on_in_the_night(self, world: World) -> None:
        given_up()
        with pytest.raises(Killed), dying_at(_calls() - 2):
            wish()
        assert sweep() == 1
        assert traces(world) == []
        (erasure,) = erasures.of_request(CODE)
        assert (erasure.by, erasure.why) == (LEAD, Why.WISH)
        assert erasure.done_at is not None

    def test_interrupted_and_opened_again_it_waits(self, world: World) -> None:
        given_up()
        with pytest.raises(Killed), dying_at(_calls() - 3):
            wish()
        request = told(requests.load(CODE), reopened(nobody=True))
        assert sweep() == 0
        told(request, withdrawn())
        assert sweep() == 1
        assert list(erasures.unfinished()) == []


def _calls() -> int:
    """How many things one erasure asks of DynamoDB."""
    code = a_code(text="counting")
    given_up(code)
    with dying_at(-1) as asked:
        wish(code)
    return asked()


def test_killed_after_any_call_it_goes_on(world: World) -> None:
    for call in range(1, _calls() + 1):
        code = a_code(text=f"killed {call}")
        given_up(code)
        with pytest.raises(Killed), dying_at(call):
            wish(code)
        world.later(MINUTE)
        wish(code)
        assert held(code) == [], call
        assert public_words.words(code) == {}, call
        assert erased_facts(requests.load(code)) == 1, call
        (erasure,) = erasures.of_request(code)
        assert erasure.counts == Counts(person=1, words=2, public_words=1, deliveries=1), call
        assert erasure.done_at is not None, call
    assert call > 10
    assert traces(world) == []
    assert list(erasures.unfinished()) == []
    assert verify().wrong == 0


class TestAfterARestore:
    """Every table but the list of erasures is set back to what it was."""

    def restore(self, world: World, kept: dict[str, list[dict[str, Any]]]) -> None:
        for name, items in kept.items():
            table = f"test-{name}"
            schema = world.dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
            for item in world.items(name):
                key = {part["AttributeName"]: item[part["AttributeName"]] for part in schema}
                world.dynamodb.delete_item(TableName=table, Key=key)
            for item in items:
                world.dynamodb.put_item(TableName=table, Item=item)

    def backup(self, world: World) -> dict[str, list[dict[str, Any]]]:
        return {name: world.items(name) for name in ("requests", "private", "results", "deliveries", "tallies")}

    def test_what_came_back_is_gone_again(self, world: World) -> None:
        closed()
        kept = self.backup(world)
        world.later(DAY)
        erasure = wish()
        self.restore(world, kept)
        assert traces(world)
        world.later(DAY)
        assert replay(now()).again == [erasure.id]
        assert traces(world) == []
        assert requests.load(CODE).erased
        assert verify().wrong == 0
        again = replay(now())
        assert (again.again, again.clean) == ([], [erasure.id])

    def test_also_of_what_had_not_closed_then(self, world: World) -> None:
        request = told(told(filed(), whistled(to=RED_CROSS)), accepted())
        kept = self.backup(world)
        world.later(DAY)
        told(told(request, done()), solved())
        erasure = wish()
        self.restore(world, kept)
        found = replay(now())
        assert found.open == [erasure.id]
        assert traces(world) == []
        assert requests.load(CODE).state is State.ACCEPTED

    def test_what_was_said_after_an_erasure_stays(self, world: World) -> None:
        closed()
        erasure = wish()
        world.later(DAY)
        told(requests.load(CODE), disputed(at=now()), words="又说的话")
        found = replay(now())
        assert found.clean == [erasure.id]
        assert list(private.words(CODE).values()) == ["又说的话"]

    def test_a_request_that_is_not_there_is_named(self, world: World) -> None:
        closed()
        erasure = wish()
        self.restore(world, {name: [] for name in ("requests", "private", "results", "deliveries", "tallies")})
        assert replay(now()).unknown == [erasure.id]


def test_the_list_holds_no_personal_data(world: World) -> None:
    closed()
    wish()
    (item,) = world.items("erasures")
    assert set(item) == {
        *("request_id", "entry", "begun", "by", "why", "community", "done_at"),
        *("person", "words", "public_words", "deliveries", "photos", "follows"),
    }
    assert not [text for text in UNIQUE.values() if text in json.dumps(item, ensure_ascii=False)]
