"""Each thing that a directory may not say, and what is said about it: file, line, field, sentence."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from functions.shared.domain.directory import Away, Class, ContactWay, Route, RouteKind, Span, UnitKind
from functions.shared.domain.directory_checks import nobody_there
from functions.shared.domain.opening import Body, Measure
from functions.shared.domain.time_rules import RULES
from infra.directory.entries import Problems
from infra.directory.load import load, main
from infra.directory.rows import rows

DEMO = Path(__file__).parents[3] / "infra" / "demo"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A copy of the demo county that may be spoilt."""
    return Path(shutil.copytree(DEMO, tmp_path / "county"))


def spoil(folder: Path, file: str, before: str, after: str) -> int:
    """Replace `before` once; answers with the line it stood on."""
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), "utf-8")
    return text.partition(before)[0].count("\n") + 1


def refusals(folder: Path) -> list[str]:
    with pytest.raises(Problems) as raised:
        load(folder)
    return [str(problem) for problem in raised.value.found]


ROOM_FOR = " characters; a text message has room for"
ONE_OFFICE = "the unit with the id county_office, and no other, is of kind county."
NO_ORDERS = "county_office is the county's duty office, which takes no orders."
NOWHERE = "lead to no unit: not every community is covered in coverage.yml."

NO_DEGREES = "{} is no number of degrees with at most 5 decimals (35.49012)."
NOT_HERE = "lies outside China: it must be between"
NO_SPAN = "{} is none of '5 minutes', '2 hours', '7 days', '1 working day'."
TAKEN_LATE = "may end before the time to accept does."
AFTER = "must come after the call before it, which ends {} minutes after the deadline."

CASES: dict[str, list[tuple[str, str, str, str]]] = {  # file: (before, after, field, sentence)
    "communities.yml": [
        (", landline: 0359-0001001", "", "landline", "is missing."),
        ("landline: 0359-0001001", "landline: 0359-12", "landline", "0359-12 cannot be a telephone number."),
        (
            "landline: 0359-0001001",
            "landline: +86 359 0001001",
            "landline",
            "is longer than the 12 characters that a text message has room for.",
        ),
        (
            "en: Tiezhi Community",
            "en: The Community of Tiezhi and its Lanes",
            "name.en",
            f"The Community of Tiezhi and its Lanes has 37{ROOM_FOR} 35.",
        ),
        (
            "zh: 铁指社区",
            "sms: 铁指江南大社区, zh: 铁指社区",
            "name.sms",
            f"铁指江南大社区 has 7{ROOM_FOR} 6.",
        ),
        (
            "id: tiezhi, ",
            "id: iron_finger, ",
            "id",
            "iron_finger needs a unit of kind community with the same id in units.yml.",
        ),
    ],
    "compounds.yml": [
        ("id: ankang, name", "id: ankang, colour: red, name", "colour", "is not a field here."),
        ("id: ankang, name", "name", "id", "is missing."),
        ("id: ankang", "id: heping_garden", "id", "heping_garden is the id of another entry."),
        ("id: ankang", "id: penglu", "id", "penglu is the id of another entry."),
        ("id: ankang", "id: An-kang", "id", "An-kang may have only a-z, 0-9 and _ (60 at most)."),
        ("id: ankang", "id: first, id: ankang", "id", "is given twice."),
        ("{zh: 安康小区, en: Ankang Compound}", "安康小区", "name", "must be a mapping of fields."),
        ("{zh: 安康小区, en: Ankang Compound}", "{en: Ankang}", "name.zh", "is missing."),
        (", en: Ankang Compound", "", "name.en", "is missing."),
        ("zh: 安康小区", "zh: ''", "name.zh", "must be some text."),
        (
            "zh: 安康小区",
            "zh: 安康第一小区东",
            "name.zh",
            f"安康第一小区东 has 7{ROOM_FOR} 6.",
        ),
        ("zh: 安康小区", "zh: 安康小𠀀𠀀", "name.zh", f"安康小𠀀𠀀 has 7{ROOM_FOR} 6."),
        ("community: longwangmiao}", "community: longwang}", "community", "there is no community longwang."),
        ("latitude: 35.50074, ", "", "spot.latitude", "is missing."),
        (", longitude: 111.57198", "", "spot.longitude", "is missing."),
        ("{latitude: 35.50074, longitude: 111.57198}", "by the gate", "spot", "must be a mapping of fields."),
        ("latitude: 35.50074", "latitude: 35.500741", "spot.latitude", NO_DEGREES.format("35.500741")),
        ("latitude: 35.50074", "latitude: -35.50074", "spot.latitude", NO_DEGREES.format("-35.50074")),
        ("latitude: 35.50074", "latitude: 35°30′N", "spot.latitude", NO_DEGREES.format("35°30′N")),
        ("latitude: 35.50074", "latitude: nan", "spot.latitude", NO_DEGREES.format("nan")),
        ("latitude: 35.50074", "latitude: 111.57198", "spot.latitude", f"111.57198 {NOT_HERE} 3 and 54."),
        ("longitude: 111.57198", "longitude: 35.50074", "spot.longitude", f"35.50074 {NOT_HERE} 73 and 136."),
        ("latitude: 35.50074", "height: 500, latitude: 35.50074", "spot.height", "is not a field here."),
        ("latitude: 35.50074", "latitude: 34.50074", "spot", "lies more than 100 km from the county's other places."),
    ],
    "stations.yml": [
        ("telephone: 0359-0002001", "telephone: soon", "telephone", "soon cannot be a telephone number."),
        ("community: tiezhi", "community: tie", "community", "there is no community tie."),
        ("id: chelu_centre", "id: tiezhi_centre", "id", "tiezhi_centre is the id of another entry."),
    ],
    "units.yml": [
        ("kind: partner", "kind: friend", "kind", f"friend is none of {', '.join(UnitKind)}."),
        ("sms: 县交通局", "sms: 县交通运输局办", "name.sms", f"县交通运输局办 has 7{ROOM_FOR} 6."),
        ("night_duty: true", "night_duty: yes", "night_duty", "must be true or false."),
        ("+86 15400000001", "+86 154000", "contacts.telephone", "+86 154000 cannot be a telephone number."),
        ("liaison@water-bureau.example", "the office", "contacts.email", "the office cannot be an email address."),
        (
            "telephone: +86 15400000001, email: liaison@water-bureau.example",
            "duty: false",
            "contacts.telephone",
            "a contact needs a telephone, an email or a group robot to be reached.",
        ),
        ("id: red_cross", "id: water_bureau", "id", "water_bureau is the id of another entry."),
        ("id: office", "id: liaison", "contacts.id", "liaison is the id of another entry."),
        ("  contacts:\n", "  numbers:\n", "numbers", "is not a field here."),
        ("id: penglu\n", "id: penglu_two\n", "id", "there is no community penglu_two."),
        ("leader: true", "leader: yes", "contacts.leader", "must be true or false."),
        (
            "telephone: +86 15400000051, email: leader@water-bureau.example",
            "telephone: 0359-0003098",
            "contacts.telephone",
            "a leader needs one that takes text messages, an email or a group robot.",
        ),
        (
            "leader: true",
            "leader: true, robot: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6'",
            "contacts.robot",
            "must be the part of the robot's address that follows key=, alone.",
        ),
        ("leader: true", "leader: true, prefers: sms", "contacts.prefers", "must be a list of texts."),
        ("leader: true", "prefers: [fax]", "contacts.prefers", "fax is none of sms, robot, email."),
        ("leader: true", "prefers: [sms, sms]", "contacts.prefers", "is given twice."),
        ("leader: true", "prefers: [robot]", "contacts.prefers", "the contact has nothing to be reached by robot at."),
        (
            "telephone: 0359-0003001",
            "telephone: 0359-0003001, prefers: [sms]",
            "contacts.prefers",
            "the contact has nothing to be reached by sms at.",
        ),
        ("kind: county", "kind: partner", "kind", ONE_OFFICE),
        ("kind: partner", "kind: county", "kind", ONE_OFFICE),
    ],
    "categories.yml": [
        ("sms: 环境卫生", "sms: 环境卫生吧", "name.sms", f"环境卫生吧 has 5{ROOM_FOR} 4."),
        ("priority: P2", "priority: P5", "priority", "P5 is none of P0, P1, P2, P3."),
        ("kind: problem", "kind: worry", "kind", "worry is none of opinion, problem, dispute, service, wish."),
        ("[operator gas]", "[operator tea]", "routes", "coverage.yml names no unit for operator tea."),
        ("id: lighting", "id: litter", "id", "litter is the id of another entry."),
        ("routes: [operator gas]", "routes: operator gas", "routes", "must be a list of texts."),
        ("[operator gas]", "[operator]", "routes", "operator needs a trade, as in 'operator gas'."),
        ("[operator gas]", "[station gas]", "routes", "station takes no trade."),
        ("[operator gas]", "[magic]", "routes", f"magic is none of {', '.join(RouteKind)}."),
        ("[operator gas]", "[partner, operator gas]", "routes", "P0 never goes to a partner unit."),
        ("[department fire]", "[partner]", "routes", "P1 never goes to a partner unit."),
        ("[team blue, station]", "[team blue]", "routes", NOWHERE),
        ('["110", "96110"]', "[]", "emergency.numbers", "must hold at least one."),
        ('["110", "96110"]', "[police]", "emergency.numbers", "police cannot be a telephone number."),
    ],
    "coverage.yml": [
        ("ankang: water_bureau", "ankang: fishery", "partner.ankang", "there is no unit fishery."),
        ("ankang: water_bureau", "kangan: water_bureau", "partner.kangan", "there is no community or compound kangan."),
        ("gas: gas_company", "gas: gas_firm", "trades.operator.gas", "there is no unit gas_firm."),
        ("operator:", "wizard:", "trades.wizard", "is not a field here."),
        ("ankang: water_bureau", "ankang: county_office", "partner.ankang", NO_ORDERS),
        ("gas: gas_company", "gas: county_office", "trades.operator.gas", NO_ORDERS),
    ],
    "staff.yml": [
        (", email: tiezhi@desk.example", "", "email", "is missing."),
        ("email: tiezhi@desk.example", "email: tiezhi", "email", "tiezhi cannot be an email address."),
        ("email: tiezhi@desk.example", "email: 王@x.example", "email", "王@x.example cannot be an email address."),
        ("email: county@desk.example", "email: Tiezhi@Desk.example", "email", "is another entry's."),
        ("role: lead", "role: boss", "role", "boss is none of staff, lead, county, supervisor, admin."),
        ("role: lead, community: tiezhi", "role: lead", "community", "role lead works in one."),
        ("role: admin", "role: admin, community: tiezhi", "community", "role admin works for the whole county."),
        ("community: tiezhi", "community: iron", "community", "there is no community iron."),
        ("station: ankang_station", "station: tiezhi_centre", "station", "the community has no station tiezhi_centre."),
        ("station: ankang_station", "station: nowhere", "station", "the community has no station nowhere."),
        (
            "role: lead, community: longwangmiao",
            "role: lead, community: longwangmiao, station: ankang_station",
            "station",
            "a lead works for the whole community.",
        ),
        ("id: tiezhi_lead", "id: tiezhi_duty", "id", "tiezhi_duty is the id of another entry."),
    ],
    "calendar.yml": [
        ("source:", "sauce:", "sauce", "is not a field here."),
        ("years:", "years: {}\nyores:", "years", "must hold at least one year."),
        ("  2025:", "  next:", "years.next", "must be a year."),
        ("off: [2025-01-01,", "off: [2025-01-32,", "years.2025.off", "2025-01-32 is no date (2026-10-01)."),
        ("off: [2025-01-01,", "off: [2024-01-01,", "years.2025.off", "2024-01-01 is not in 2025."),
        ("off: [2025-01-01,", "off: [2025-01-04,", "years.2025.off", "2025-01-04 is a day of the weekend."),
        ("[2025-01-26,", "[2025-01-27,", "years.2025.worked", "2025-01-27 is not a day of the weekend."),
        ("  2025:", "  2024: {off: [], worked: []}\n  2025:", "years.2024.off", "must hold at least one."),
    ],
    "figures.yml": [
        ("body: stations", "body: station", "body", f"station is none of {', '.join(Body)}."),
        ("measure: opinions", "measure: visits", "measure", f"visits is none of {', '.join(Measure)}."),
        ("number: 121", "number: -121", "number", "-121 is no count."),
        ("number: 121", "number: 121+", "number", "121+ is no count."),
        ("bound: at_least", "bound: about", "bound", "about is none of exact, at_least."),
        ("as_of: 2024-12-31", "as_of: 2024", "as_of", "2024 is no date (2026-10-01)."),
        ("  source: 2024", "  sauce: 2024", "sauce", "is not a field here."),
        ("id: council_meetings", "id: station_opinions", "id", "station_opinions is the id of another entry."),
    ],
    "limits.yml": [
        ("classes:", "classy:", "classy", "is not a field here."),
        ("  P3:", "  P4:", "classes.P4", "is not a field here."),
        ("accept: 5 minutes", "accept: soon", "classes.P0.accept", NO_SPAN.format("soon")),
        ("accept: 5 minutes", "accept: 0 minutes", "classes.P0.accept", NO_SPAN.format("0 minutes")),
        ("accept: 1 hour", "accept: 2 days 3 hours", "classes.P1.accept", NO_SPAN.format("2 days 3 hours")),
        ("accept: 1 hour", "accept: 401 days", "classes.P1.accept", NO_SPAN.format("401 days")),
        ("accept: 5 minutes", "accept: 1 day", "classes.P0.accept", "must be in minutes or hours."),
        ("answer: 2 hours", "answer: 4 minutes", "classes.P0.answer", TAKEN_LATE),
        ("answer: 24 hours", "answer: 30 minutes", "classes.P1.answer", TAKEN_LATE),
        ("answer: 7 days", "answer: 2 days", "classes.P2.answer", TAKEN_LATE),  # whistled on a Friday
        ("answer: 7 days", "answer: 24 hours", "classes.P2.answer", TAKEN_LATE),
        ("accept: 1 hour", "accept: 4 minutes", "classes.P1.accept", "P1 may be due before P0."),
        ("answer: 7 days", "answer: 1 working day", "classes.P2.answer", "P2 may be due before P1."),
        ("answer: 15 days", "answer: 6 days", "classes.P3.answer", "P3 may be due before P2."),
        ("warn_percent: 75", "warn_percent: 40", "classes.P0.warn_percent", "40 is neither 0 nor between 50 and 95."),
        ("warn_percent: 75", "warn_percent: 96", "classes.P0.warn_percent", "96 is neither 0 nor between 50 and 95."),
        ("warn_percent: 75", "warn_percent: most", "classes.P0.warn_percent", "most is no count."),
        ("to: county", "to: mayor", "classes.P0.not_taken.to", "mayor is none of county, everybody, agenda."),
        ("to: county", "to: county, by: sms", "classes.P0.not_taken.by", "is not a field here."),
        ("after: 10 minutes", "after: 1 day", "classes.P0.not_taken.after", "must be in minutes or hours."),
        ("after: 25 minutes", "after: 10 minutes", "classes.P0.not_taken.after", AFTER.format(10)),
        ("after: 24 hours", "after: 115 minutes", "classes.P0.not_taken.after", AFTER.format(115)),
        ("times: 7", "times: 21", "classes.P0.not_taken.times", "21 is not between 2 and 20."),
        ("every: 15 minutes", "every: 4 minutes", "classes.P0.not_taken.every", "4 is not between 5 and 1440."),
        (", every: 15 minutes", "", "classes.P0.not_taken.every", "is missing."),
        ("to: agenda", "to: agenda, times: 2, every: 1 hour", "classes.P0.not_taken.times", "the agenda is for once."),
        ("from: 21", "from: 17", "quiet.from", "17 is not between 18 and 23."),
        ("until: 8", "until: 11", "quiet.until", "11 is not between 5 and 10."),
        ("opens: 8", "opens: 5", "office.opens", "5 is not between 6 and 11."),
        ("closes: 18", "closes: 22", "office.closes", "22 is not between 15 and 21."),
        ("from: 21", "from: 18}\n#", "quiet.until", "is missing."),
        ("desk_looks: 2 hours", "desk_looks: 5 minutes", "desk_looks", "5 is not between 10 and 600."),
        ("desk_looks: 2 hours", "desk_looks: 1 day", "desk_looks", "must be in minutes or hours."),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "field", "sentence"),
    [(file, *case) for file, cases in CASES.items() for case in cases],
)
def test_what_a_file_may_not_say(county: Path, file: str, before: str, after: str, field: str, sentence: str) -> None:
    line = spoil(county, file, before, after)
    assert f"{file}:{line}: {field}: {sentence}" in refusals(county)


def test_a_figure_has_a_source(county: Path) -> None:
    text = (county / "figures.yml").read_text("utf-8")
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("  source:"))
    (county / "figures.yml").write_text("\n".join(lines[:at] + lines[at + 1 :]), "utf-8")
    assert refusals(county) == ["figures.yml:3: source: is missing."]


def test_a_county_without_figures_says_nothing_of_them(county: Path) -> None:
    (county / "figures.yml").unlink()
    assert load(county).figures == ()


@pytest.mark.parametrize("contacts", ["[]", "[{id: office, name: 办公室, telephone: 0359-0003001}]"])
def test_a_unit_that_nobody_can_reach(county: Path, contacts: str) -> None:
    unit = f"- id: nobody\n  name: {{zh: 无人, en: Nobody}}\n  kind: partner\n  contacts: {contacts}\n"
    line = spoil(county, "units.yml", "- id: water_bureau", f"{unit}- id: water_bureau")
    assert refusals(county) == [
        f"units.yml:{line + 3}: contacts: nobody at 无人 can be reached by text message, email or group robot."
    ]


def test_who_can_be_given_life_and_property_answers_at_night(county: Path) -> None:
    line = spoil(
        county,
        "units.yml",
        "name: {zh: 县燃气公司, en: County Gas Company}\n  kind: operator\n  demo: true\n  night_duty: true",
        "name: {zh: 县燃气公司, en: County Gas Company}\n  kind: operator",
    )
    assert refusals(county) == [
        f"units.yml:{line - 1}: night_duty: 县燃气公司 can be given gas_leak (P0) and must answer at any hour."
    ]


@pytest.mark.parametrize("unit", ["gas_company", "housing_bureau", "penglu"])
def test_night_duty_needs_a_contact(county: Path, unit: str) -> None:
    """The operator, the department tried after it, and the community that is told at once."""
    text = (county / "units.yml").read_text("utf-8")
    before, _, after = text.partition(f"- id: {unit}\n")
    (county / "units.yml").write_text(f"{before}- id: {unit}\n{after.replace(', duty: true', '', 1)}", "utf-8")
    (only,) = refusals(county)
    assert only.endswith("night_duty: needs a contact with duty: true.")


@pytest.mark.parametrize("contact", ["duty: true, email", "duty: true, telephone: 0359-0003001, email"])
def test_a_contact_on_duty_needs_a_telephone_that_takes_texts(county: Path, contact: str) -> None:
    spoil(county, "units.yml", "telephone: +86 15400000001, email", contact)
    (only,) = refusals(county)
    assert only.endswith("contacts.telephone: who is on duty at night needs one that takes text messages.")


DUTY_AT_GAS = "telephone: +86 15400000025, duty: true"
LIAISON_OF_WATER, LEADER_OF_WATER = "id: liaison, name: 包联联络员", "id: leader, name: 分管负责人"
GONE = "away_from: {0}, away_to: {1}, "


def gone(since: str = "2026-10-08", until: str = "2026-10-10") -> str:
    return GONE.format(since, until)


def test_days_on_which_a_contact_is_away(county: Path) -> None:
    spoil(county, "units.yml", LIAISON_OF_WATER, gone() + LIAISON_OF_WATER)
    directory = load(county)
    assert directory.contacts[0].away == Away(date(2026, 10, 8), date(2026, 10, 10))
    assert [(row.kind, row.id, row.data) for row in rows(directory) if row.kind == "away"] == [
        ("away", "water_bureau.liaison", {"since": "2026-10-08", "until": "2026-10-10"})
    ]


@pytest.mark.parametrize(
    ("span", "field", "said"),
    [
        ("away_from: 2026-10-08, ", "contacts.away_to", "is missing."),
        ("away_to: 2026-10-08, ", "contacts.away_from", "is missing."),
        (gone("2026-10-08", "2026-10-07"), "contacts.away_to", "must not come before 2026-10-08."),
        (gone("2026-13-01"), "contacts.away_from", "2026-13-01 is no date (2026-10-01)."),
        (
            gone("2026-01-01", "2027-01-02"),
            "contacts.away_to",
            "nobody is away for more than 366 days: take the contact out.",
        ),
    ],
)
def test_days_that_can_not_be(county: Path, span: str, field: str, said: str) -> None:
    line = spoil(county, "units.yml", LIAISON_OF_WATER, span + LIAISON_OF_WATER)
    assert refusals(county) == [f"units.yml:{line}: {field}: {said}"]


def test_where_somebody_answers_at_any_hour_one_on_duty_is_there(county: Path) -> None:
    line = spoil(county, "units.yml", DUTY_AT_GAS, gone() + DUTY_AT_GAS)
    assert refusals(county) == [
        f"units.yml:{line}: contacts.away_from: nobody on duty would be there from 2026-10-08 to 2026-10-10, "
        "and this unit answers at any hour."
    ]
    spoil(county, "units.yml", "telephone: +86 15400000024,", "telephone: +86 15400000024, duty: true,")
    assert load(county)


def test_nobody_there_is_said_and_nothing_wrong(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(county, "units.yml", LIAISON_OF_WATER, gone("2999-10-01", "2999-10-05") + LIAISON_OF_WATER)
    assert main([str(county)]) == 0
    assert "water_bureau" not in capsys.readouterr().err
    spoil(county, "units.yml", LEADER_OF_WATER, gone("2999-10-04", "2999-10-09") + LEADER_OF_WATER)
    assert main([str(county)]) == 0
    told = capsys.readouterr().err
    assert "water_bureau: all contacts are away from 2999-10-04 to 2999-10-05" in told
    assert nobody_there(load(county), date(2999, 10, 6)) == ()


@pytest.mark.parametrize("ladder", [[], ["agenda"], ["county 26"], ["everybody 26"]])
def test_life_and_property_comes_to_the_county_within_half_an_hour(county: Path, ladder: list[str]) -> None:
    calls = [f"{{after: {(it + ' 20').split()[1]} minutes, to: {it.split()[0]}}}" for it in ladder]
    text = (county / "limits.yml").read_text("utf-8")
    before, _, rest = text.partition("    not_taken:")
    told = f"{before}    not_taken: [{', '.join(calls)}]\n    not_answered:{rest.partition('    not_answered:')[2]}"
    (county / "limits.yml").write_text(told, "utf-8")
    line = told.partition("not_taken")[0].count("\n") + 1
    assert refusals(county) == [
        f"limits.yml:{line}: classes.P0.not_taken: must call on county or everybody within 30 minutes of the whistle."
    ]
    (county / "limits.yml").write_text(told.replace("26 minutes", "25 minutes"), "utf-8")
    if any("26" in it for it in ladder):
        assert load(county).calendar.rules != RULES


@pytest.mark.parametrize("to", ["county", "everybody"])
def test_nobody_is_called_on_for_what_they_would_never_hear(county: Path, to: str) -> None:
    """An alert to them says that nobody takes it: once it is taken, it would be passed over."""
    line = spoil(
        county,
        "limits.yml",
        "not_answered: [{after: 24 hours, to: agenda}]",
        f"not_answered: [{{after: 24 hours, to: {to}}}]",
    )
    assert refusals(county) == [
        f"limits.yml:{line}: classes.P1.not_answered.to: {to} is called on for what nobody takes, under not_taken; "
        "here only the agenda is."
    ]


def test_the_limits_of_the_demo_are_those_without_a_file(county: Path) -> None:
    assert load(county).calendar.rules == RULES
    (county / "limits.yml").unlink()
    assert load(county).calendar.rules is None


def test_other_limits_are_taken_as_written(county: Path) -> None:
    spoil(county, "limits.yml", "accept: 1 working day", "accept: 2 hours")
    spoil(county, "limits.yml", "answer: 7 days", "answer: 5 working days")
    spoil(county, "limits.yml", "warn_percent: 75", "warn_percent: 0")
    spoil(county, "limits.yml", "quiet: {from: 21, until: 8}", "quiet: {from: 22, until: 7}")
    rules = load(county).calendar.rules
    assert rules is not None
    assert rules.classes[Class.P2].accept == Span(minutes=120)
    assert rules.classes[Class.P2].answer == Span(working_days=5)
    assert rules.classes[Class.P0].ladder.warn_percent == 0
    assert (rules.quiet_from, rules.quiet_until) == (22, 7)


def test_life_and_property_needs_the_countys_office(county: Path) -> None:
    text = (county / "units.yml").read_text("utf-8")
    (county / "units.yml").write_text(text.partition("- id: county_office")[0], "utf-8")
    categories = (county / "categories.yml").read_text("utf-8")
    line = categories.partition("priority: P0")[0].count("\n") + 1
    assert refusals(county) == [
        f"categories.yml:{line}: priority: P0 needs a unit county_office of kind county in units.yml, "
        "for what nobody takes."
    ]


@pytest.mark.parametrize("duty", ["", ", duty: false"])
def test_the_countys_office_has_somebody_on_duty(county: Path, duty: str) -> None:
    line = spoil(county, "units.yml", "duty@county-office.example, duty: true", f"duty@county-office.example{duty}")
    assert refusals(county) == [
        f"units.yml:{line - 1}: contacts: "
        "the county's office needs a contact with duty: true whose telephone takes texts."
    ]


def test_every_class_has_its_limits(county: Path) -> None:
    spoil(county, "limits.yml", "  P3:", "  P4:")
    assert any(refusal.endswith("classes.P3: is missing.") for refusal in refusals(county))


def test_how_a_contact_is_reached(county: Path) -> None:
    key = "693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa"
    spoil(county, "units.yml", "leader: true", f"leader: true, robot: {key}, prefers: [email, robot]")
    leader = next(contact for contact in load(county).contacts if contact.leader)
    assert (leader.unit, leader.id, leader.robot) == ("water_bureau", "leader", key)
    assert leader.ways == (ContactWay.EMAIL, ContactWay.ROBOT, ContactWay.SMS)


def test_a_robot_alone_reaches_a_unit(county: Path) -> None:
    contacts = "[{id: group, name: 工作群, robot: 693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa, leader: true}]"
    unit = f"- id: nobody\n  name: {{zh: 群里, en: Group}}\n  kind: partner\n  contacts: {contacts}\n"
    spoil(county, "units.yml", "- id: water_bureau", f"{unit}- id: water_bureau")
    assert load(county).contacts[0].ways == (ContactWay.ROBOT,)


def test_life_and_property_needs_a_number_to_call(county: Path) -> None:
    spoil(county, "categories.yml", "  priority: P1", "  priority: P0")
    assert any(
        problem.endswith("emergency: fire_lane is P0 and needs a number to call.") for problem in refusals(county)
    )


def test_a_place_nobody_covers(county: Path) -> None:
    spoil(county, "coverage.yml", "  penglu: trade_unions\n", "")
    assert [problem.split(": ", 2)[1:] for problem in refusals(county)] == [["routes", NOWHERE]] * 3


@pytest.mark.parametrize(
    ("file", "before", "after", "problem"),
    [
        ("compounds.yml", "name: {zh: 安康小区, en: Ankang Compound}, ", "", "name: is missing."),
        ("units.yml", "  contacts:\n", "  numbers:\n", "contacts: is missing."),
        ("categories.yml", "  routes: [partner]\n", "", "routes: is missing."),
    ],
)
def test_a_field_that_is_missing_is_said_of_its_entry(
    county: Path, file: str, before: str, after: str, problem: str
) -> None:
    spoil(county, file, before, after)
    assert any(refusal.endswith(problem) for refusal in refusals(county))


def test_years_with_a_gap(county: Path) -> None:
    spoil(county, "calendar.yml", "  2025:", "  2023:")
    assert "calendar.yml:3: years: must follow one another without a gap." in refusals(county)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- id: [\n", "units.yml:2: file: cannot be read as YAML: did not find expected node content."),
        ("", "units.yml:1: file: is empty."),
        ("id: a", "units.yml:1: file: must be a list."),
    ],
)
def test_a_file_that_is_no_list_of_entries(county: Path, text: str, problem: str) -> None:
    (county / "units.yml").write_text(text, "utf-8")
    assert refusals(county) == [problem]


def test_a_file_that_is_missing(county: Path) -> None:
    (county / "coverage.yml").unlink()
    assert refusals(county) == ["coverage.yml:1: file: is missing from the folder."]


def test_everything_wrong_is_said_at_once_in_order(county: Path) -> None:
    spoil(county, "units.yml", "kind: partner", "kind: friend")
    spoil(county, "communities.yml", ", landline: 0359-0001001", "")
    spoil(county, "compounds.yml", "community: penglu", "community: nowhere")
    assert [problem.split(":")[0] for problem in refusals(county)] == ["communities.yml", "compounds.yml", "units.yml"]


def test_text_is_taken_as_written(county: Path) -> None:
    spoil(county, "compounds.yml", "zh: 安康小区", "zh: 0359")
    spoil(county, "compounds.yml", "en: Ankang Compound", "en: no")
    name = next(compound.name for compound in load(county).compounds if compound.id == "ankang")
    assert (name.zh, name.en) == ("0359", "no")


def test_what_the_demo_county_says() -> None:
    county = load(DEMO)
    assert county.coverage.partner["ankang"] == "water_bureau"
    assert county.coverage.trades[RouteKind.OPERATOR, "gas"] == "gas_company"
    danger = next(category for category in county.categories if category.id == "danger")
    assert danger.routes == (Route(RouteKind.OPERATOR, "danger"), Route(RouteKind.DEPARTMENT, "danger"))
    assert danger.emergency is not None
    assert danger.emergency.numbers == ("110", "119")
    liaison = next(contact for contact in county.contacts if contact.unit == "water_bureau")
    assert liaison.telephone is not None
    assert liaison.telephone.e164 == "+8615400000001"


def test_the_command_says_what_is_wrong(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(county)]) == 0
    assert capsys.readouterr().out.startswith("Nothing wrong: 6 communities, 32 compounds, 42 stations")
    line = spoil(county, "units.yml", "kind: partner", "kind: friend")
    assert main([str(county)]) == 1
    assert f"units.yml:{line}: kind: friend is none of" in capsys.readouterr().err
