"""One field, an address: slips are named, nothing is guessed."""

import pytest

from functions.follows.form import parse
from functions.shared.domain.directory import ContactWay
from functions.shared.domain.errors import Refused


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("who@example.com", "who@example.com"),
        (" Who+me@Example.COM ", "Who+me@Example.COM"),
        ("ｗｈｏ＠ｅｘ.ｃｏｍ", "who@ex.com"),
    ],
)
def test_an_address_is_kept_as_it_was_typed(typed: str, address: str) -> None:
    target = parse({"contact": typed}, texts=False)
    assert (target.way, target.address) == (ContactWay.EMAIL, address)
    assert address not in repr(target)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "contact_missing"),
        ("  ", "contact_missing"),
        ("who", "email_impossible"),
        ("who@", "email_impossible"),
        ("who@example", "email_impossible"),
        ("a@b.c, d@e.f", "email_impossible"),
        ("a@b.c\nBcc: d@e.f", "email_impossible"),
        ("<a@b.c>", "email_impossible"),
        ("谁@例子.中国", "email_impossible"),
        ("a" * 250 + "@b.cn", "email_impossible"),
        ("154 0000 9001", "follow_by_email"),
    ],
)
def test_what_is_none_is_said_at_the_field(typed: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        parse({"contact": typed}, texts=False)
    assert refused.value.field == "contact"


@pytest.mark.parametrize("typed", ["154 0000 9001", "１５４００００９００１", "+86 154-0000-9001"])
def test_a_mobile_number_where_its_answers_are_read(typed: str) -> None:
    target = parse({"contact": typed}, texts=True)
    assert (target.way, target.address) == (ContactWay.SMS, "+8615400009001")
    assert "9001" not in repr(target)


@pytest.mark.parametrize(
    ("typed", "reason"), [("0359-0001002", "follow_takes_texts"), ("1" * 25, "telephone_impossible")]
)
def test_a_number_that_takes_no_texts(typed: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        parse({"contact": typed}, texts=True)
    assert refused.value.field == "contact"
