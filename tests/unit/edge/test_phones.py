"""Telephone numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.errors import Refused
from functions.shared.edge.phones import parse


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("15400009001", "+8615400009001"),
        ("154 0000-9001", "+8615400009001"),
        ("１５４００００９００１", "+8615400009001"),
        ("+86 154 0000 9001", "+8615400009001"),
        ("0086 15400009001", "+8615400009001"),
        ("0359-0001234", "+863590001234"),
        ("2081234", "+863592081234"),  # the county's own area code is understood
        ("+44 7700 900123", "+447700900123"),
    ],
)
def test_what_may_be_a_number(typed: str, number: str) -> None:
    phone = parse(typed)
    assert phone is not None
    assert phone.e164 == number


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_it_may_be_left_out(typed: str) -> None:
    assert parse(typed) is None


@pytest.mark.parametrize("typed", ["12", "没有", "154000090011111111", "+999 12345", "-", "15400009001 王先生"])
def test_what_cannot_be_one_is_refused_at_the_field(typed: str) -> None:
    with pytest.raises(Refused, match="telephone_impossible") as refused:
        parse(typed)
    assert refused.value.field == "telephone"


@given(st.text(max_size=40))
def test_anything_typed_is_a_number_or_refused(typed: str) -> None:
    try:
        parse(typed)
    except Refused as refused:
        assert refused.reason == "telephone_impossible"  # noqa: PT017 - either outcome is right
