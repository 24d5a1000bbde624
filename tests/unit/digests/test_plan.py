"""Who gets a digest on a day."""

from datetime import date

from functions.digests.letters import Letter
from functions.digests.plan import Planned, plan
from functions.shared.domain.directory import COUNTY_OFFICE
from tests.county import CALENDAR, CONTACTS, RED_CROSS, WATER_BUREAU
from tests.county import COUNTY as DIRECTORY

OFFICE = tuple(it for it in CONTACTS if it.unit == COUNTY_OFFICE)
MONDAY, TUESDAY, SUNDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 8)


def planned(day: date) -> list[Planned]:
    return list(plan([WATER_BUREAU, RED_CROSS], DIRECTORY.staff, OFFICE, day, CALENDAR))


def test_units_on_working_days_and_nobody_on_others() -> None:
    assert planned(TUESDAY) == [Planned(Letter.UNIT, "water_bureau"), Planned(Letter.UNIT, "red_cross")]
    assert planned(SUNDAY) == []
    assert planned(date(2026, 2, 17)) == []  # Spring Festival, a Tuesday
    assert len(planned(date(2026, 2, 28))) == 2  # a Saturday worked for it


def test_on_mondays_leaders_communities_and_the_county_too() -> None:
    found = planned(MONDAY)
    assert [it.of for it in found if it.letter is Letter.LEADER] == ["water_bureau", "red_cross"]
    to = {(it.of, it.to) for it in found if it.letter is Letter.COMMUNITY_WEEK}
    assert ("longwangmiao", "staff:clerk") in to
    assert ("longwangmiao", "staff:lead") in to
    assert ("tiezhi", "staff:tiezhi_clerk") in to
    assert [it.to for it in found if it.letter is Letter.COUNTY_WEEK] == ["staff:county"]


def test_who_reads_or_keeps_the_directory_gets_none() -> None:
    """A supervisor and the administrator see what they want at the desk."""
    assert not {"staff:supervisor", "staff:admin"} & {it.to for it in planned(MONDAY)}


def test_each_reader_gets_a_letter_once() -> None:
    found = planned(date(2026, 3, 2))
    assert len(found) == len(set(found))
