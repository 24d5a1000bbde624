"""Each thing that a directory may not say, and what is said about it: file, line, field, sentence."""

import shutil
from pathlib import Path

import pytest

from functions.shared.domain.directory import Route, RouteKind
from infra.directory.entries import Problems
from infra.directory.load import load, main

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
NOWHERE = "lead to no unit: not every community is covered in coverage.yml."

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
    ],
    "stations.yml": [
        ("telephone: 0359-0002001", "telephone: soon", "telephone", "soon cannot be a telephone number."),
        ("community: tiezhi", "community: tie", "community", "there is no community tie."),
        ("id: chelu_centre", "id: tiezhi_centre", "id", "tiezhi_centre is the id of another entry."),
    ],
    "units.yml": [
        ("kind: partner", "kind: friend", "kind", "friend is none of partner, department, operator, team, community."),
        ("sms: 县交通局", "sms: 县交通运输局办", "name.sms", f"县交通运输局办 has 7{ROOM_FOR} 6."),
        ("night_duty: true", "night_duty: yes", "night_duty", "must be true or false."),
        ("+86 15400000001", "+86 154000", "contacts.telephone", "+86 154000 cannot be a telephone number."),
        ("liaison@water-bureau.example", "the office", "contacts.email", "the office cannot be an email address."),
        (
            "telephone: +86 15400000001, email: liaison@water-bureau.example",
            "duty: false",
            "contacts.telephone",
            "a contact needs a telephone or an email to be reached.",
        ),
        ("id: red_cross", "id: water_bureau", "id", "water_bureau is the id of another entry."),
        ("id: office", "id: liaison", "contacts.id", "liaison is the id of another entry."),
        ("  contacts:\n", "  numbers:\n", "numbers", "is not a field here."),
        ("id: penglu\n", "id: penglu_two\n", "id", "there is no community penglu_two."),
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
    ],
    "staff.yml": [
        (", email: tiezhi@desk.example", "", "email", "is missing."),
        ("email: tiezhi@desk.example", "email: tiezhi", "email", "tiezhi cannot be an email address."),
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
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "field", "sentence"),
    [(file, *case) for file, cases in CASES.items() for case in cases],
)
def test_what_a_file_may_not_say(county: Path, file: str, before: str, after: str, field: str, sentence: str) -> None:
    line = spoil(county, file, before, after)
    assert f"{file}:{line}: {field}: {sentence}" in refusals(county)


@pytest.mark.parametrize("contacts", ["[]", "[{id: office, name: 办公室, telephone: 0359-0003001}]"])
def test_a_unit_that_nobody_can_reach(county: Path, contacts: str) -> None:
    unit = f"- id: nobody\n  name: {{zh: 无人, en: Nobody}}\n  kind: partner\n  contacts: {contacts}\n"
    line = spoil(county, "units.yml", "- id: water_bureau", f"{unit}- id: water_bureau")
    assert refusals(county) == [
        f"units.yml:{line + 3}: contacts: nobody at 无人 can be reached by text message or email."
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
