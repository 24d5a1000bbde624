"""Facts as they are written, and read for ever."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.facts import FACTS, Fact
from functions.shared.tables.fact_codec import UnknownFact, from_stored, to_body
from functions.shared.tables.times import written
from tests.builders import NOON, received

TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is given
IDS = st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True)
st.register_type_strategy(datetime, TIMES)
FACT = st.sampled_from(sorted(FACTS.values(), key=lambda kind: kind.__name__)).flatmap(st.from_type)
CAUSE = f.Cause("take:1", "c")


def stored(fact: Fact, **changed: Any) -> Fact:
    """Written and read again, with parts of its body changed."""
    body = json.loads(to_body(fact)) | changed
    return from_stored(type(fact).__name__, written(fact.at), fact.by, fact.cause, json.dumps(body))


@given(FACT)
def test_what_is_written_is_read(fact: Fact) -> None:
    assert stored(fact) == fact
    assert {type(getattr(stored(fact), name)) for name in ("at", "by", "cause")} == {datetime, str, f.Cause}


@given(FACT)
def test_time_actor_and_cause_are_written_once(fact: Fact) -> None:
    assert not {"at", "by", "cause"} & json.loads(to_body(fact)).keys()


def test_a_field_that_an_old_fact_lacks_takes_its_default() -> None:
    old = f.UnitsWhistled(at=NOON, by=f.RULE, cause=CAUSE, orders=())
    assert json.loads(to_body(old)) == {"orders": [], "duty_alert": False, "unchecked": False}
    for body in ('{"orders":[]}', '{"orders":[],"duty_alert":false}'):
        assert from_stored("UnitsWhistled", written(NOON), "rule", CAUSE, body) == old


def test_a_request_filed_before_there_was_a_desk_waits_for_nothing() -> None:
    now = received()
    body = json.loads(to_body(now))
    for later in ("route_by", "handling", "confirmed", "another_way"):
        del body[later]
    old = from_stored("RequestReceived", written(now.at), now.by, now.cause, json.dumps(body))
    assert old == replace(now, route_by=None, handling=terms.Handling.ROUTED, confirmed=False, another_way=False)


TAKEN = f.OrderAccepted(order=1, at=NOON, by=f.unit_actor("red_cross"), cause=CAUSE)
WHISTLE = {
    "number": 1,
    "code": "6000000001",
    "unit": "red_cross",
    "reason": "by_name",
    "accept_by": written(NOON),
    "answer_by": written(NOON),
}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("MeteorStruck", "{}"),
        ("OrderAccepted", ""),
        ("OrderAccepted", "[]"),
        ("OrderAccepted", "null"),
        ("OrderAccepted", "{}"),
        ("OrderAccepted", '{"order":1,"later":2}'),
        ("OrderAccepted", '{"order":"one"}'),
        ("OrderAccepted", '{"order":null}'),
        ("OrderAccepted", '{"order":true}'),
        ("OrderReturned", '{"order":1,"reason":"bored"}'),
        ("OrderReturned", '{"order":1,"reason":"other","named":7}'),
        ("Rescheduled", '{"order":1,"reason":"weather","answer_by":"soon"}'),
        ("Rescheduled", '{"order":1,"reason":"weather","answer_by":5}'),
        ("Rescheduled", '{"order":1,"reason":"weather","answer_by":"2026-03-09T12:00:00"}'),
        ("UnitsWhistled", '{"orders":5}'),
        ("UnitsWhistled", '{"orders":[5]}'),
        ("UnitsWhistled", '{"orders":"none"}'),
        ("UnitsWhistled", json.dumps({"orders": [WHISTLE | {"accept_by": 5}]})),
        ("UnitsWhistled", json.dumps({"orders": [WHISTLE], "duty_alert": "no"})),
    ],
)
def test_what_cannot_be_understood_is_said_to_be_so(name: str, body: str) -> None:
    with pytest.raises(UnknownFact, match=name):
        from_stored(name, written(NOON), "resident", CAUSE, body)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-03-09T12:00:00"])
def test_a_time_that_is_none(at: str) -> None:
    with pytest.raises(UnknownFact):
        from_stored("OrderAccepted", at, "resident", CAUSE, '{"order":1}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)


@given(FACT, st.data())
def test_anything_else_in_a_field_is_either_refused_or_of_its_type(fact: Fact, data: st.DataObject) -> None:
    """What gets through must be as good as what was never damaged: it can be written and read again."""
    names = sorted(json.loads(to_body(fact)))
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    try:
        read = stored(fact, **{name: data.draw(JSON)})
    except UnknownFact:
        return
    assert stored(read) == read
    assert type(getattr(read, name)) in (type(getattr(fact, name)), type(None), str, tuple, datetime)
