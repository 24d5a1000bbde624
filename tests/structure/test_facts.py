"""Facts are for ever: nothing typed in them, every one ever written can be read, every one is heard by somebody."""

import inspect
import json
import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import pytest
import yaml

from functions.shared.domain import facts
from functions.shared.domain.facts import FACTS, Cause, Fact
from functions.shared.domain.transitions import TRANSITIONS, State
from functions.shared.tables.fact_codec import from_stored, to_body
from functions.shared.tables.times import written
from tests.integration.loop.world import HEARD_BY_FOLLOWS, HEARD_BY_RESULTS

ROOT = Path(__file__).parents[2]
SAMPLES = json.loads((ROOT / "tests" / "samples" / "facts.json").read_text("utf-8"))
TEXTS = {facts.Actor, facts.Id, facts.Code}  # the only kinds of text: made by us or chosen from a list, never typed
PLAIN = {int, bool, datetime, date}
COMING: set[str] = set()  # facts that a filter names before they are written
UNHEARD: set[str] = set()  # facts that nobody needs to hear of


def field_types(kind: type) -> Iterator[tuple[str, Any]]:
    """Every field of `kind` and of what it holds, with the innermost type."""
    for name, hint in get_type_hints(kind).items():
        for inner in _inner(hint):
            if isinstance(inner, type) and is_dataclass(inner) and inner is not Cause:
                yield from ((f"{name}.{deeper}", each) for deeper, each in field_types(inner))
            else:
                yield name, inner


def _inner(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, types.UnionType, tuple):
        for arg in get_args(hint):
            if arg not in (types.NoneType, Ellipsis):
                yield from _inner(arg)
    else:
        yield hint


def may_be_kept(kind: Any) -> bool:
    if kind in TEXTS or kind in PLAIN or kind is Cause:
        return True
    return inspect.isclass(kind) and issubclass(kind, StrEnum)


@pytest.mark.parametrize("kind", FACTS.values(), ids=lambda kind: kind.__name__)
def test_a_fact_holds_nothing_that_a_person_typed(kind: type[Fact]) -> None:
    assert [name for name, inner in field_types(kind) if not may_be_kept(inner)] == []


def test_the_rule_would_find_a_text() -> None:
    Typed = NewType("Typed", str)
    assert not any(map(may_be_kept, (str, bytes, object, dict, Any, Typed)))


@pytest.mark.parametrize("kind", FACTS.values(), ids=lambda kind: kind.__name__)
def test_what_may_be_missing_is_none_and_nothing_else(kind: type[Fact]) -> None:
    """What is None is left out when it is written; another default would be read in its place."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        if types.NoneType in get_args(hints[field.name]):
            assert field.default in (None, MISSING)


def test_every_fact_is_in_the_list() -> None:
    written_down = {name for name, kind in vars(facts).items() if inspect.isclass(kind) and issubclass(kind, Fact)}
    assert written_down - {"Fact"} == set(FACTS)


@pytest.mark.parametrize("sample", SAMPLES["facts"], ids=lambda sample: f"{sample['name']} {sample['since']}")
def test_every_fact_ever_written_is_read(sample: dict[str, str]) -> None:
    cause = Cause(sample["cause"], sample["content"])
    fact = from_stored(sample["name"], sample["at"], sample["by"], cause, sample["body"])
    assert type(fact) is FACTS[sample["name"]]
    assert (written(fact.at), fact.by, fact.cause) == (sample["at"], sample["by"], cause)
    kept, now = json.loads(sample["body"]), json.loads(to_body(fact))
    assert kept.items() <= now.items() or _within(kept, now)


def _within(kept: Any, now: Any) -> bool:
    """Whether all that was written is still said: fields may have been added, none renamed or read otherwise."""
    if isinstance(kept, dict):
        return isinstance(now, dict) and all(name in now and _within(kept[name], now[name]) for name in kept)
    if isinstance(kept, list):
        return isinstance(now, list) and len(kept) == len(now) and all(map(_within, kept, now))
    return bool(kept == now)


def test_no_fact_lacks_a_sample_of_all_its_fields() -> None:
    """A field that is added needs a sample that has it: record another, and leave the old ones as they are."""
    recorded: dict[str, set[str]] = {}
    for sample in SAMPLES["facts"]:
        recorded.setdefault(sample["name"], set()).update(json.loads(sample["body"]))
    outside = {"at", "by", "cause"}
    assert recorded == {name: {field.name for field in fields(kind)} - outside for name, kind in FACTS.items()}


def test_every_case_of_the_table_has_a_sample() -> None:
    cases = set()
    for sample in SAMPLES["facts"]:
        fact = from_stored(sample["name"], sample["at"], sample["by"], Cause("", ""), sample["body"])
        cases.add((sample["name"], fact.case))
    assert cases == set(TRANSITIONS) | {("RequestReceived", "")}


def test_no_value_ever_written_is_forgotten() -> None:
    known = {
        name: {value.value for value in kind}
        for kind_ in FACTS.values()
        for _, kind in field_types(kind_)
        if inspect.isclass(kind) and issubclass(kind, StrEnum)
        for name in [kind.__name__]
    }
    recorded = {name: set(values) for name, values in SAMPLES["values"].items()}
    assert recorded == known  # a new value is recorded here in the change that brings it


class _Template(yaml.SafeLoader):
    pass


_Template.add_multi_constructor("!", lambda loader, tag, node: f"{tag} {getattr(node, 'value', '')}")


def subscriptions() -> Iterator[tuple[str, set[str] | None]]:
    """Who is subscribed to the topic of facts, and to which (None: all)."""
    for path in sorted((ROOT / "infra" / "rooms").glob("*.yml")):
        room = yaml.load(path.read_text("utf-8"), _Template)  # noqa: S506 - a safe loader that knows tags
        for resource in room.get("resources", {}).get("Resources", {}).values():
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::SNS::Subscription" and properties["TopicArn"] == "Ref FactsTopic":
                names = properties.get("FilterPolicy", {}).get("name")
                yield path.stem, None if names is None else set(names)


def test_every_fact_is_heard_or_named_as_unheard() -> None:
    heard = {name for _, names in subscriptions() for name in (set(FACTS) if names is None else names)}
    assert set(FACTS) - heard == UNHEARD


def test_no_filter_waits_for_a_fact_that_there_is_not() -> None:
    named = {name for _, names in subscriptions() for name in names or ()}
    assert named - set(FACTS) <= COMING
    assert not COMING & set(FACTS)


def test_results_hear_all_that_closes_and_opens() -> None:
    (heard,) = (names for room, names in subscriptions() if room == "results")
    closing = {name for (name, _), line in TRANSITIONS.items() if line.to is State.CLOSED}
    opening = {name for (name, _), line in TRANSITIONS.items() if State.CLOSED in line.states and line.to}
    said = {"WordsReleased", "WordsBlanked"}  # of what is closed: a step of its story comes or goes
    assert heard == closing | opening | said


def test_results_hear_the_same_in_the_tests_world() -> None:
    (heard,) = (names for room, names in subscriptions() if room == "results")
    assert set(HEARD_BY_RESULTS["name"]) == heard


def test_follows_hear_all_that_closes_and_opens_and_what_followers_are_told() -> None:
    (heard,) = (names for room, names in subscriptions() if room == "follows")
    closing = {name for (name, _), line in TRANSITIONS.items() if line.to is State.CLOSED}
    opening = {name for (name, _), line in TRANSITIONS.items() if State.CLOSED in line.states and line.to}
    assert heard == closing | opening | {"OrderAccepted", "Rescheduled", "WorkClaimedDone"}
    assert set(HEARD_BY_FOLLOWS["name"]) == heard


def test_dispatch_hears_everything() -> None:
    assert ("dispatch", None) in list(subscriptions())
