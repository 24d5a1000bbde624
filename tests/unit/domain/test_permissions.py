"""Who may do what, cell by cell: the grid is written out here once more, by hand."""

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.staff import Role, ScopeKind, Staff

COLUMNS = (Role.STAFF, Role.LEAD, Role.COUNTY, Role.SUPERVISOR, Role.ADMIN)
GRID = """
look                x x x x .
look_private        x x x x .
file                x x x . .
settle              x x x . .
check               x x x . .
whistle             x x x . .
record_unit         x x x . .
record_verdict      x x x . .
attempt_contact     x x x . .
ask                 x x x . .
answer              x x x . .
agenda              x x x . .
accept_return       x x x . .
classify            x x x . .
merge               x x x . .
transfer            x x x . .
explain             x x x . .
reject              x x x . .
withdraw            x x x . .
close_partly        x x x . .
reopen              x x x . .
object_reschedule   x x x . .
join                x x x . .
release_words       x x x . .
blank_words         x x x . .
insist_return       . x x . .
joint               . x x . .
defer               . x x . .
undo                . x x . .
declare_programme   . x x . .
see_directory       x x x x x
edit_directory      . . . . x
import_directory    . . . . x
hand_over           . . . . x
import_requests     . x x . x
export_requests     . x x . .
opening_figures     . . x . x
statistics          x x x x x
see_access_log      . x x x x
export_person       . x x . .
erase_person        . x x . .
"""
CELLS = [
    (Act(act), role, cell == "x")
    for act, *cells in map(str.split, GRID.strip().splitlines())
    for role, cell in zip(COLUMNS, cells, strict=True)
]

CLERK = Staff("clerk", "值班员", Role.STAFF, "longwangmiao", None, "clerk@desk.example")
COUNTY = Staff("county", "县中心", Role.COUNTY, None, None, "county@desk.example")


@pytest.mark.parametrize(("act", "role", "wanted"), CELLS)
def test_each_cell(act: Act, role: Role, wanted: bool) -> None:
    assert may(role, act) is wanted


def test_the_grid_is_whole() -> None:
    assert {(act, role) for act, role, _ in CELLS} == {(act, role) for act in Act for role in Role}


def test_a_role_that_lacks_it_is_refused_wherever() -> None:
    for community in (None, "longwangmiao", "tiezhi"):
        with pytest.raises(Refused, match="not_permitted"):
            permit(CLERK, Act.UNDO, community)


def test_what_is_anothers_community_is_refused() -> None:
    permit(CLERK, Act.WHISTLE, "longwangmiao")
    permit(CLERK, Act.WHISTLE)
    with pytest.raises(Refused, match="not_your_community"):
        permit(CLERK, Act.WHISTLE, "tiezhi")


def test_the_county_covers_every_community() -> None:
    permit(COUNTY, Act.UNDO, "tiezhi")
    permit(COUNTY, Act.UNDO, "longwangmiao")


@pytest.mark.parametrize(
    ("community", "station", "scope"),
    [
        (None, None, ScopeKind.COUNTY),
        ("tiezhi", None, ScopeKind.COMMUNITY),
        ("tiezhi", "tiezhi_centre", ScopeKind.STATION),
    ],
)
def test_scopes(community: str | None, station: str | None, scope: ScopeKind) -> None:
    assert Staff("one", "", Role.STAFF, community, station, "").scope is scope


def test_a_name_and_an_address_are_never_shown_by_accident() -> None:
    shown = repr(Staff("clerk", "王某", Role.STAFF, None, None, "wang@desk.example", "subject-1"))
    assert not any(said in shown for said in ("王", "wang", "subject-1"))
