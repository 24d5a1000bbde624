"""The rows of a platform's table: places and categories by name, the number and day behind the words, which request."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.exchange.columns import FIELDS, FINISHED, Columns, headers, likely, tidy
from functions.exchange.identity import cause, codes, kept, parted
from functions.exchange.rows import Places, Row, compound, header, rows
from functions.shared.domain.directory import Community, Compound
from functions.shared.domain.errors import Refused
from functions.shared.edge import phones
from infra.directory.load import load
from tests.county import ANKANG, JIANGNAN, LANE, LONGWANGMIAO, NORTH_LANE, TIEZHI

DEMO = Path(__file__).parents[3] / "infra" / "demo"
HERE = Places(LONGWANGMIAO, (ANKANG, LANE, NORTH_LANE), (TIEZHI, JIANGNAN))
KEY = b"a key for tests alone"
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("安康小区", ANKANG),
        ("绛县安康小区3号楼2单元", ANKANG),
        (" 安康 小区 ", ANKANG),
        ("ANKANG compound", ANKANG),
        ("东关北巷 12 号", NORTH_LANE),
        ("龙王庙社区安康小区", ANKANG),
        ("龙王庙社区", None),
    ],
)
def test_a_place_is_known_by_the_longest_name_in_it(place: str, found: object) -> None:
    assert compound(place, HERE) == found


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("", "place_missing"),
        ("北门外", "place_unknown"),
        ("东关北巷和东关中巷之间", "place_twofold"),
        ("铁指江南小区", "not_your_community"),
        ("铁指社区", "not_your_community"),
    ],
)
def test_a_place_that_is_none_of_ours(place: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        compound(place, HERE)


def test_the_invented_file_with_the_demo_county() -> None:
    """As the docs say it."""
    county = load(DEMO)
    text = (DEMO / "wishes.csv").read_text("utf-8-sig")
    found = headers(header(text))
    guessed = {name: head for name, head in likely(found).items() if head}
    assert set(guessed) == set(FIELDS)
    mapped = Columns(found, guessed, FINISHED, KEY)
    here = next(it for it in county.communities if it.id == "longwangmiao")
    ours = tuple(it for it in county.compounds if it.community == here.id)
    others: tuple[Community | Compound, ...] = (
        *(it for it in county.communities if it is not here),
        *(it for it in county.compounds if it not in ours),
    )
    read = rows(text, mapped, Places(here, ours, others), county.categories, phones.parse)
    assert [[it.reason for it in row.problems] for row in read if row.problems] == [
        ["not_your_community"],
        ["place_unknown"],
    ]
    assert [row.line for row in read if row.finished] == [6]
    assert {row.category for row in read} >= {"litter", "lighting", "unknown"}
    assert all(row.telephone is None or re.fullmatch(r"\+861540000\d{4}", row.telephone.e164) for row in read)
    assert ",".join(found) in (DEMO.parents[1] / "docs" / "exchange.md").read_text("utf-8")


@given(ANYTHING, ANYTHING, ANYTHING)
def test_what_is_kept_behind_the_words_is_found_again(words: str, number: str, day: str) -> None:
    row = Row(2, number=tidy(number), words=words, asked_on=tidy(day))
    if row.number or row.asked_on:
        assert parted(kept(row)) == (row.words, row.number, row.asked_on)
    else:
        assert kept(row) == words


@given(ANYTHING)
def test_tidying_again_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_a_number_is_one_request_whatever_else_the_row_says() -> None:
    one, other = Row(2, number="A1", words="门口的灯坏了"), Row(9, number="A1", words="换了说法")
    assert cause(one, KEY).id == cause(other, KEY).id
    assert cause(one, KEY).content != cause(other, KEY).content
    assert list(codes(one, KEY)) == list(codes(other, KEY))
    assert len(set(codes(one, KEY))) == 4
    assert cause(one, b"another community's").id != cause(one, KEY).id


def test_without_a_number_it_is_all_that_the_row_says() -> None:
    one = Row(2, words="门口的灯坏了", place="安康小区")
    assert cause(one, KEY) == cause(Row(7, words="门口的灯坏了", place="安康小区", category="lighting"), KEY)
    assert cause(one, KEY).id != cause(Row(2, words="门口的灯坏了", place="东关中巷"), KEY).id
    assert cause(one, KEY).id != cause(Row(2, number="A1", words="门口的灯坏了", place="安康小区"), KEY).id
