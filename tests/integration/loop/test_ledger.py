"""The ledger on DynamoDB: one transaction for a fact and all that follows from it; first come, first served."""

from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from pynamodb.exceptions import TransactWriteError

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Category
from functions.shared.domain.errors import Busy, Refused, Stale
from functions.shared.domain.facts import Cause, Fact
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.shared.steps.accept_request import accept_request
from functions.shared.steps.report import claim_done
from functions.shared.steps.take_order import take_order
from functions.shared.tables import connection, private, public_words, requests, tallies
from functions.shared.tables.request_items import alive_orders_of, order_with
from infra.tools.verify_tables import verify
from tests.builders import (
    HOUR,
    MINUTE,
    NOON,
    Happening,
    a_code,
    a_press,
    accepted,
    done,
    partly,
    progress,
    returned,
    solved,
    whistled,
    words_added,
)
from tests.county import ANKANG, CALENDAR, LITTER, LONGWANGMIAO, RED_CROSS, WATER_BUREAU
from tests.tables import described

CODE, NEXT_CODE = a_code(text="one"), a_code(text="two")
MOBILE = Phone("+8615400009001")
pytestmark = pytest.mark.usefixtures("tables")


def report(cause: Cause, words: str = "路边都是塑料袋", category: Category = LITTER, **more: Any) -> Decision:
    return accept_request(
        category=category,
        compound=ANKANG,
        community=LONGWANGMIAO,
        calendar=CALENDAR,
        words=words,
        person=Person(MOBILE, "3 号楼东边", may_call=True),
        language=terms.Language.ZH,
        cause=cause,
        now=NOON,
        **more,
    )


def filed(*happened: Happening, code: str = CODE, category: Category = LITTER) -> Request:
    """A request in the tables, and what has happened to it."""
    cause = a_press("file")
    request = requests.file([code], cause, report(cause, category=category), telephone_key="its key")
    for happening in happened:
        request = told(code, happening(request))
    return request


def told(code: str, fact: Fact, words: str | None = None) -> Request:
    return requests.change(code, fact.cause, lambda _: Decision(fact, words=words))


def taking(unit: Any = RED_CROSS, cause: Cause | None = None) -> tuple[Cause, requests.Step]:
    cause = cause or a_press("take")
    return cause, partial(take_order, number=1, unit=unit, cause=cause, now=NOON + HOUR)


class TestFiling:
    def test_the_fact_its_words_its_person_its_row_and_its_figure(self, tables: Any) -> None:
        request = filed()
        assert vars(requests.load(CODE)) == vars(request)
        assert private.words(CODE) == {1: "路边都是塑料袋"}
        assert private.person(CODE) == Person(MOBILE, "3 号楼东边", may_call=True)
        assert private.telephone(CODE) == MOBILE
        assert {(cell.measure, cell.day): n for cell, n in tallies.month("longwangmiao", "2026-03").items()} == {
            ("received.web", "2026-03-09"): 1,
            ("due.case", "2026-03-16"): 1,
        }
        assert not verify().wrong
        assert {item["sort"]["S"] for item in scan(tables, "requests")} == {"FACT#0001", "REQUEST"}

    def test_for_a_whole_community(self) -> None:
        """Nothing of a place that isn't there is written, and it is read again all the same."""
        cause = a_press("file")
        decision = report(cause)
        everywhere = Decision(f.RequestReceived(**(vars(decision.fact) | {"compound": None})), words="x")
        request = requests.file([CODE], cause, everywhere)
        assert request.filed.compound is None
        assert vars(requests.load(CODE)) == vars(request)

    def test_the_same_form_twice_is_one_request(self, tables: Any) -> None:
        cause = a_press("file")
        first, second = (requests.file([CODE, NEXT_CODE], cause, report(cause)) for _ in range(2))
        assert vars(first) == vars(second)
        assert len([item for item in scan(tables, "requests") if item["sort"]["S"] == "REQUEST"]) == 1
        assert set(tallies.month("longwangmiao", "2026-03").values()) == {1}

    def test_the_same_form_with_other_words_is_refused_with_the_code_it_had(self) -> None:
        cause = a_press("file", "some words")
        requests.file([CODE, NEXT_CODE], cause, report(cause))
        changed = Cause(cause.id, "other words")
        with pytest.raises(Refused, match="already_sent") as refused:
            requests.file([CODE, NEXT_CODE], changed, report(changed, "别的话"))
        assert refused.value.details == {"code": CODE}
        assert private.words(CODE) == {1: "路边都是塑料袋"}

    def test_another_form_that_meets_the_same_code_gets_the_next(self) -> None:
        filed(code=CODE)
        cause = a_press("file")
        request = requests.file([CODE, NEXT_CODE], cause, report(cause))
        assert request.id == NEXT_CODE
        assert requests.load(CODE).version == requests.load(NEXT_CODE).version == 1

    def test_when_every_code_is_taken_it_is_to_be_tried_again(self) -> None:
        filed(code=CODE)
        cause = a_press("file")
        with pytest.raises(Busy):
            requests.file([CODE], cause, report(cause))

    def test_what_was_never_filed_is_unknown(self) -> None:
        with pytest.raises(Refused, match="unknown_request") as refused:
            requests.load(CODE)
        assert refused.value.field == "code"


class TestChanging:
    def test_words_for_the_resident_and_words_for_all(self) -> None:
        request = filed(whistled(to=RED_CROSS), accepted())
        cause = a_press("done")
        step = partial(
            claim_done,
            number=1,
            unit=RED_CROSS,
            public_words="装了五盏灯",
            words="钥匙在门卫",
            cause=cause,
            now=NOON + HOUR,
        )
        requests.change(request.id, cause, step)
        assert public_words.words(CODE) == {4: "装了五盏灯"}
        assert private.words(CODE) == {1: "路边都是塑料袋", 4: "钥匙在门卫"}

    def test_the_same_press_twice_changes_nothing(self, tables: Any) -> None:
        filed(whistled(to=RED_CROSS))
        cause, step = taking()
        once = requests.change(CODE, cause, step)
        before = everything(tables)
        assert vars(requests.change(CODE, cause, step)) == vars(once)
        assert everything(tables) == before

    def test_the_same_press_with_other_words_is_refused(self, tables: Any) -> None:
        request = filed()
        fact = words_added()(request)
        told(CODE, fact, words="今天又有一堆")
        before = everything(tables)
        with pytest.raises(Refused, match="already_sent"):
            requests.change(CODE, Cause(fact.cause.id, "other"), lambda _: Decision(fact, words="别的"))
        assert everything(tables) == before

    def test_of_two_officers_one_wins_and_the_other_is_told(self) -> None:
        """The second has read before the first wrote: its fact finds its place taken, and it looks again."""
        filed(whistled(to=RED_CROSS))
        first, second = taking(), taking()
        looked: list[State] = []

        def slowly(request: Request) -> Decision:
            looked.append(request.state)
            decision = second[1](request)
            if len(looked) == 1:
                requests.change(CODE, *first)
            return decision

        with pytest.raises(Refused, match="already_taken") as refused:
            requests.change(CODE, second[0], slowly)
        assert refused.value.details == {"at": NOON + HOUR}
        assert looked == [State.WHISTLED, State.ACCEPTED]
        request = requests.load(CODE)
        assert [type(fact).__name__ for fact in request.facts].count("OrderAccepted") == 1
        assert first[0].id in request.causes
        assert not verify().wrong

    def test_an_order_whistled_elsewhere_while_the_officer_presses(self) -> None:
        request = filed(whistled(to=RED_CROSS))
        cause, step = taking()

        def slowly(read: Request) -> Decision:
            decision = step(read)
            if read.version == request.version:
                told(CODE, whistled(to=WATER_BUREAU)(request))
            return decision

        with pytest.raises(Refused, match="withdrawn"):
            requests.change(CODE, cause, slowly)

    def test_who_is_late_but_may_still_do_it_does_it(self) -> None:
        """Two things that don't contradict each other both happen, one after the other."""
        request = filed(whistled(to=RED_CROSS))
        cause, step = taking()

        def slowly(read: Request) -> Decision:
            decision = step(read)
            if read.version == request.version:
                told(CODE, words_added()(request), words="还有一件")
            return decision

        assert requests.change(CODE, cause, slowly).version == request.version + 2
        assert not verify().wrong

    def test_who_is_always_overtaken_is_to_try_again(self) -> None:
        filed(whistled(to=RED_CROSS))
        cause, step = taking()

        def overtaken(read: Request) -> Decision:
            told(CODE, words_added()(read), words="又一句")
            return step(read)

        with pytest.raises(Busy):
            requests.change(CODE, cause, overtaken)
        assert cause.id not in requests.load(CODE).causes

    def test_nothing_is_written_over_what_has_been_written(self) -> None:
        stale = filed(whistled(to=RED_CROSS))
        fresh = requests.change(CODE, *taking())
        with pytest.raises(Stale):
            requests.append(stale, Decision(returned()(stale), words="不是我们的"))
        assert vars(requests.load(CODE)) == vars(fresh)
        assert 3 not in private.words(CODE)

    @pytest.mark.parametrize("happening", [solved(), partly()])
    def test_what_the_table_lacks_is_refused(self, happening: Happening, tables: Any) -> None:
        """Whatever a step says."""
        request = filed(whistled(to=RED_CROSS))
        before = everything(tables)
        with pytest.raises(Refused, match="not_now"):
            told(CODE, happening(request))
        fact = words_added(by=f.Actor("clock"))(request)
        with pytest.raises(Refused, match="not_yours"):
            told(CODE, fact)
        assert everything(tables) == before

    def test_time_never_runs_backwards(self) -> None:
        """A function whose clock is behind writes with the time of the fact before."""
        request = filed(whistled(to=RED_CROSS, at=NOON + HOUR))
        after = told(CODE, accepted(at=NOON + MINUTE)(request))
        assert after.since == NOON + HOUR

    def test_an_order_is_found_by_its_code_and_while_alive_by_its_unit(self) -> None:
        request = filed(whistled(to=RED_CROSS))
        assert order_with(request.order(1).code) == (CODE, 1)
        assert [row.due for row in alive_orders_of("red_cross")] == [request.order(1).accept_by]
        request = told(CODE, accepted()(request))
        assert [row.due for row in alive_orders_of("red_cross")] == [request.order(1).answer_by]
        for happening in (done(), solved()):
            request = told(CODE, happening(request))
        assert list(alive_orders_of("red_cross")) == []
        assert order_with(request.order(1).code) == (CODE, 1)

    def test_a_closed_request_leaves_the_lists(self, tables: Any) -> None:
        filed(whistled(), accepted(), done(), solved())
        filed(code=NEXT_CODE)
        for index, name in (("open_by_community", "open_community"), ("open_by_compound", "open_compound")):
            listed = tables.scan(TableName="test-requests", IndexName=index)["Items"]
            assert [item["request_id"]["S"] for item in listed] == [NEXT_CODE]
            assert listed[0][name]["S"] in ("longwangmiao", "ankang")
        swept = tables.scan(TableName="test-requests", IndexName="by_deadline")["Items"]
        shards = {item["request_id"]["S"]: item["deadline_shard"]["S"].rstrip("0123") for item in swept}
        assert shards.pop(CODE) == "closed"  # until it is erased
        assert set(shards.values()) <= {"wait"}


class TestDynamoDBRefusing:
    """What DynamoDB may answer, answered in its place where botocore would call it."""

    @pytest.fixture
    def answers(self) -> Iterator[Callable[..., list[str]]]:
        """`answers(code, reasons, times)` makes the next transactions fail so; returns what was asked."""
        events = connection.client().meta.events
        asked: list[str] = []

        def prepare(code: str, *reasons: str, times: int = 1) -> list[str]:
            def answer(**_: Any) -> tuple[Any, dict[str, Any]] | None:
                asked.append(code)
                if len(asked) > times:
                    return None
                error = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"RequestId": "r"}}
                why = {"CancellationReasons": [{"Code": reason} for reason in reasons]} if reasons else {}
                return SimpleNamespace(status_code=400), error | why

            events.register_first("before-call.dynamodb.TransactWriteItems", answer, unique_id="refusing")
            return asked

        yield prepare
        events.unregister("before-call.dynamodb.TransactWriteItems", unique_id="refusing")

    def test_a_conflict_is_committed_again(self, answers: Callable[..., list[str]]) -> None:
        filed(whistled(to=RED_CROSS))
        asked = answers("TransactionCanceledException", "None", "TransactionConflict", times=3)
        assert requests.change(CODE, *taking()).state is State.ACCEPTED
        assert len(asked) == 4
        assert not verify().wrong

    def test_conflicts_without_end_are_busy(self, answers: Callable[..., list[str]], tables: Any) -> None:
        filed(whistled(to=RED_CROSS))
        before = everything(tables)
        answers("TransactionCanceledException", "TransactionConflict", times=1000)
        with pytest.raises(Busy):
            requests.change(CODE, *taking())
        assert everything(tables) == before

    def test_a_conflict_beside_a_failed_condition_means_that_somebody_was_first(
        self, answers: Callable[..., list[str]]
    ) -> None:
        request = filed(whistled(to=RED_CROSS))
        answers("TransactionCanceledException", "ConditionalCheckFailed", "TransactionConflict", times=1000)
        with pytest.raises(Stale):
            requests.append(request, Decision(accepted()(request)))

    @pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
    def test_throttled_is_busy_and_not_asked_again(self, answers: Callable[..., list[str]], reason: str) -> None:
        filed(whistled(to=RED_CROSS))
        asked = answers("TransactionCanceledException", reason, "None", times=1000)
        with pytest.raises(Busy):
            requests.change(CODE, *taking())
        assert len(asked) == 1

    @pytest.mark.parametrize(
        "code", ["ThrottlingException", "RequestLimitExceeded", "ProvisionedThroughputExceededException"]
    )
    def test_a_throttled_call_is_busy(self, answers: Callable[..., list[str]], code: str) -> None:
        filed(whistled(to=RED_CROSS))
        answers(code, times=1000)
        with pytest.raises(Busy):
            requests.change(CODE, *taking())

    @pytest.mark.parametrize("reason", ["ValidationError", "ItemCollectionSizeLimitExceeded"])
    def test_anything_else_is_a_bug_and_not_retried(self, answers: Callable[..., list[str]], reason: str) -> None:
        filed(whistled(to=RED_CROSS))
        asked = answers("TransactionCanceledException", "None", reason, times=1000)
        with pytest.raises(TransactWriteError):
            requests.change(CODE, *taking())
        assert len(asked) == 1


def test_every_item_of_a_transaction_has_the_keys_of_its_table() -> None:
    """Neither emulator refuses a wrong key in a transaction; AWS does."""
    seen: list[dict[str, Any]] = []
    events = connection.client().meta.events
    events.register(
        "provide-client-params.dynamodb.TransactWriteItems", lambda params, **_: seen.extend(params["TransactItems"])
    )
    request = filed(whistled(to=RED_CROSS), accepted(), progress(), done(), partly())
    told(CODE, words_added()(request), words="谢谢")
    assert len(seen) > 20
    described_tables = described()
    for item in seen:
        (action,) = item.values()
        assert not wrong_with(action, described_tables[action["TableName"].removeprefix("test-")]), action


def wrong_with(action: dict[str, Any], properties: dict[str, Any]) -> list[str]:
    types = {each["AttributeName"]: each["AttributeType"] for each in properties["AttributeDefinitions"]}
    keys = {each["AttributeName"] for each in properties["KeySchema"]}
    there = action.get("Item") or action["Key"]
    wrong = [f"{name} is missing" for name in keys - there.keys()]
    wrong += [f"{name} is no key" for name in action.get("Key", {}).keys() - keys]
    for name in types.keys() & there.keys():  # an index's key too, where the item has it
        ((kind, value),) = there[name].items()
        if kind != types[name] or value == "":
            wrong.append(f"{name} is {there[name]}")
    return wrong


def scan(tables: Any, name: str) -> list[dict[str, Any]]:
    return list(tables.scan(TableName=f"test-{name}")["Items"])


def everything(tables: Any) -> dict[str, list[dict[str, Any]]]:
    return {name: scan(tables, name) for name in ("requests", "private", "results", "tallies")}
