"""The directory written to its table and read back through what every room reads it with."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from functions.shared.domain.directory import Calendar, Class, ContactWay, Span, UnitKind
from functions.shared.domain.errors import Refused
from functions.shared.tables import connection, directory
from functions.shared.tables import directory_items as items
from infra.directory.entries import Problems
from infra.directory.load import load
from infra.directory.seed import Missed, main, seed

from .conftest import DEMO

LOADED = load(DEMO)


@pytest.fixture
def county(tables: Any) -> Any:
    """The demo county in its table."""
    seed(DEMO)
    return tables


@pytest.fixture
def calls(county: Any) -> Iterator[list[str]]:
    """What is asked of DynamoDB from here on."""
    asked: list[str] = []
    events = connection.client().meta.events
    events.register("before-call.dynamodb", lambda model, **_: asked.append(model.name), unique_id="calls")
    yield asked
    events.unregister("before-call.dynamodb", unique_id="calls")


@pytest.mark.usefixtures("county")
def test_everything_comes_back_as_it_was_said() -> None:
    assert directory.communities() == LOADED.communities
    assert directory.compounds() == LOADED.compounds
    assert directory.stations() == LOADED.stations
    assert directory.units() == tuple(unit for unit in LOADED.units if unit.kind is not UnitKind.COUNTY)
    assert directory.categories() == LOADED.categories
    assert directory.coverage() == LOADED.coverage
    assert directory.calendar() == LOADED.calendar
    assert [contact for unit in LOADED.units for contact in directory.contacts(unit.id)] == list(LOADED.contacts)


@pytest.mark.usefixtures("county")
def test_one_at_a_time() -> None:
    assert directory.category("litter") in LOADED.categories
    assert directory.compound("ankang").community == "longwangmiao"
    assert directory.community("penglu").landline == "0359-0001006"
    assert directory.unit("red_cross").name.zh == "县红十字会"


@pytest.mark.parametrize("wrong", ["nowhere", "", "../etc", "é" * 2000, "CHELU", "*"])
@pytest.mark.usefixtures("county")
def test_unknown_ids_are_refused_at_their_field(wrong: str) -> None:
    directory.categories(), directory.compounds(), directory.communities(), directory.units()
    for kind in ("category", "compound", "community", "unit"):
        with pytest.raises(Refused) as refused:
            getattr(directory, kind)(wrong)
        assert (refused.value.reason, refused.value.field) == (f"unknown_{kind}", kind)
    assert directory.contacts(wrong) == ()


@pytest.mark.usefixtures("county")
def test_filing_needs_one_round_trip(calls: list[str]) -> None:
    category, compound, community, calendar = directory.for_filing("litter", "ankang")
    assert calls == ["BatchGetItem"]
    assert (category.id, compound and compound.id, community.id) == ("litter", "ankang", "longwangmiao")
    assert community in LOADED.communities
    assert calendar == LOADED.calendar
    directory.for_filing("litter", "ankang")
    assert calls == ["BatchGetItem"]


@pytest.mark.usefixtures("county")
def test_filing_for_a_whole_community(calls: list[str]) -> None:
    _, compound, community, _ = directory.for_filing("opinion", "chelu")
    assert compound is None
    assert community.id == "chelu"
    assert calls == ["BatchGetItem"]


@pytest.mark.parametrize(
    ("category", "place", "reason"),
    [
        ("nonsense", "ankang", "unknown_category"),
        ("litter", "nowhere", "unknown_compound"),
        ("", "ankang", "unknown_category"),
        ("litter", "", "unknown_compound"),
        ("litter", "*", "unknown_compound"),
    ],
)
@pytest.mark.usefixtures("county")
def test_filing_for_what_is_unknown(category: str, place: str, reason: str) -> None:
    directory.categories(), directory.compounds()
    with pytest.raises(Refused, match=reason):
        directory.for_filing(category, place)


@pytest.mark.usefixtures("county")
def test_what_was_read_is_kept_for_a_minute(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("functions.shared.tables.directory.time.monotonic", lambda: now)
    directory.unit("red_cross"), directory.units(), directory.contacts("red_cross")
    directory.unit("water_bureau")  # came with all the units
    now += 59.9
    directory.unit("red_cross"), directory.units(), directory.contacts("red_cross")
    assert calls == ["GetItem", "Query", "Query", "Query"]  # the last: who is away
    now += 0.2
    directory.unit("red_cross"), directory.units(), directory.contacts("red_cross")
    assert len(calls) == 8


def test_numbers_lie_apart_from_names(county: Any) -> None:
    """A role that may read `unit` by its leading key sees no number of a person's post."""
    items = county.scan(TableName="test-directory")["Items"]
    with_numbers = {item["kind"]["S"].split("#")[0] for item in items if "1540000" in item["data"]["S"]}
    assert with_numbers == {"contact"}


@pytest.mark.usefixtures("tables")
def test_seeding_again_changes_nothing() -> None:
    _, first = seed(DEMO)
    assert len(first.added) == sum(
        (
            6,
            len(LOADED.compounds),
            42,
            len(LOADED.units),
            len(LOADED.contacts),
            len(LOADED.categories),
            len(LOADED.staff),
            len(LOADED.figures),
            1,
            1,
        )
    )
    _, again = seed(DEMO)
    assert (again.added, again.changed, again.removed) == ([], [], [])


def test_a_dry_run_writes_nothing(tables: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(DEMO), "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("would have added ")
    assert tables.scan(TableName="test-directory")["Count"] == 0


@pytest.mark.usefixtures("county")
def test_what_changed_and_what_left(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEMO, tmp_path / "county"))
    edit(folder / "units.yml", "包联联络员", "包联科长")
    edit(folder / "compounds.yml", "- {id: hongqi_lane, ", "# ")
    edit(folder / "communities.yml", "0359-0001002", "0359-0001099")
    with pytest.raises(Missed, match=r"Requests may name compound hongqi_lane: remove them with --remove\."):
        seed(folder)
    assert len(directory.compounds()) == len(LOADED.compounds)
    _, changes = seed(folder, remove=True)
    assert changes.added == []
    assert {(row.kind, row.id) for row in changes.changed} == {
        ("contact#water_bureau", "liaison"),
        ("community", "longwangmiao"),
        *(("compound", compound.id) for compound in LOADED.compounds if compound.community == "longwangmiao"),
    }
    assert [(row.kind, row.id) for row in changes.removed] == [("compound", "hongqi_lane")]
    directory.forget()
    assert directory.for_filing("litter", "ankang")[2].landline == "0359-0001099"


@pytest.mark.usefixtures("county")
def test_one_file_writes_only_what_it_says(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEMO, tmp_path / "county"))
    edit(folder / "units.yml", "包联联络员", "包联科长")
    edit(folder / "stations.yml", "绛县铁指社区", "绛县县城")
    _, changes = seed(folder / "stations.yml")
    assert [(row.kind, row.id) for row in changes.changed] == [("station", "tiezhi_centre")]
    with pytest.raises(SystemExit, match=r"notes.yml is none of communities.yml, "):
        seed(folder / "notes.yml")


@pytest.mark.usefixtures("county")
def test_the_countys_office_is_never_given_an_order(calls: list[str]) -> None:
    office = directory.county_office()
    assert office is not None
    assert (office.id, office.kind) == ("county_office", UnitKind.COUNTY)
    assert directory.county_office() == directory.unit("county_office") == office
    assert calls == ["GetItem"]  # kept like all else
    assert office not in directory.units()
    with pytest.raises(Refused) as refused:
        directory.unit_for_orders("county_office")
    assert (refused.value.reason, refused.value.field) == ("unknown_unit", "unit")
    assert any(contact.duty for contact in directory.contacts("county_office"))


@pytest.mark.usefixtures("tables")
def test_a_county_without_an_office() -> None:
    assert directory.county_office() is None


@pytest.mark.usefixtures("county")
def test_what_was_packed_before_contacts_had_leaders_and_compounds_spots() -> None:
    contact = items.unpack_contact(
        "x", "office", {"name": "办公室", "telephone": None, "email": "a@b.example", "duty": False}
    )
    assert (contact.leader, contact.robot, contact.prefers) == (False, None, ())
    assert items.unpack_calendar({"years": [2026], "off": [], "worked": []}).rules is None
    name = {"zh": "安康小区", "en": "Ankang", "pinyin": "an kang xiao qu"}
    assert items.unpack_compound("ankang", {"name": name, "community": "longwangmiao"}).spot is None


def test_where_a_compound_lies_comes_back() -> None:
    (community,) = (it for it in LOADED.communities if it.id == LOADED.compounds[0].community)
    for told in (LOADED.compounds[0], replace(LOADED.compounds[0], spot=None)):
        packed = json.loads(json.dumps(items.pack_compound(told, community)))
        assert items.unpack_compound(told.id, packed) == told


@pytest.mark.parametrize(
    ("former", "scope"),
    [
        ("station_opinions", "stations.opinions"),
        ("station_problems", "stations.problems"),
        ("station_disputes", "stations.disputes"),
        ("team_services", "teams.services"),
        ("team_wishes", "teams.wishes"),
        ("unit_problems", "units.problems"),
        ("county_problems", "county.problems"),
    ],
)
def test_what_was_packed_when_a_scope_was_one_word(former: str, scope: str) -> None:
    data = {"scope": former, "number": 121, "bound": "at_least", "as_of": "2025-12-31", "source": "总结"}
    figure = items.unpack_figure("opinions", data)
    assert (str(figure.scope), str(figure.amount)) == (scope, "121+")
    assert items.unpack_figure("opinions", json.loads(json.dumps(items.pack_figure(figure)))) == figure


@pytest.mark.usefixtures("county")
def test_opening_figures_come_in_the_order_of_their_file(tmp_path: Path) -> None:
    assert LOADED.figures
    assert directory.opening_figures() == LOADED.figures
    folder = Path(shutil.copytree(DEMO, tmp_path / "county"))
    (folder / "figures.yml").unlink()
    seed(folder)  # it says nothing of them: those that are there stay
    directory.forget()
    assert directory.opening_figures() == LOADED.figures
    (folder / "figures.yml").write_text("[]", "utf-8")
    seed(folder / "figures.yml")
    directory.forget()
    assert directory.opening_figures() == ()


def test_how_a_contact_is_reached_comes_back() -> None:
    told = replace(LOADED.contacts[0], leader=True, robot="693a91f6", prefers=(ContactWay.ROBOT, ContactWay.SMS))
    assert items.unpack_contact(told.unit, told.id, json.loads(json.dumps(items.pack_contact(told)))) == told


@pytest.mark.usefixtures("county")
def test_days_and_limits_are_loaded_apart(tmp_path: Path) -> None:
    """They share a row; the file that isn't loaded changes nothing of it."""
    folder = Path(shutil.copytree(DEMO, tmp_path / "county"))
    edit(folder / "limits.yml", "answer: 7 days", "answer: 6 days")
    (folder / "calendar.yml").write_text("source: x\nyears: {2026: {off: [2026-10-01], worked: []}}\n", "utf-8")
    seed(folder / "limits.yml")
    directory.forget()
    both = directory.calendar()
    assert both.rules is not None
    assert both.rules.classes[Class.P2].answer == Span(days=6)
    assert replace(both, rules=None) == replace(LOADED.calendar, rules=None)
    (folder / "limits.yml").unlink()
    seed(folder / "calendar.yml")
    directory.forget()
    assert directory.calendar() == Calendar(frozenset({2026}), frozenset({date(2026, 10, 1)}), frozenset(), both.rules)
    seed(folder)
    directory.forget()
    assert directory.calendar().rules is None


@pytest.mark.usefixtures("county")
def test_nothing_is_written_if_anything_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(DEMO, tmp_path / "county"))
    edit(folder / "units.yml", "包联联络员", "包联科长")
    edit(folder / "compounds.yml", "community: penglu", "community: nowhere")
    with pytest.raises(Problems):
        seed(folder)
    assert main([str(folder)]) == 1
    assert "Nothing has been written." in capsys.readouterr().err
    assert directory.contacts("water_bureau")[0].name == "包联联络员"


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
