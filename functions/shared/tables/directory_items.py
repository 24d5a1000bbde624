"""What each thing of the directory looks like as a row of the table, and back.

A row is `kind` / `id`, its place in the directory's order, and `data`. Contact numbers lie under a kind of their own
for each unit (`contact#water_bureau`): a role that may read names is kept from them by the leading keys it may read.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from functions.shared.domain.directory import (
    Away,
    Calendar,
    Category,
    Class,
    ClassRules,
    Clues,
    Community,
    Compound,
    Contact,
    ContactWay,
    Coverage,
    Emergency,
    Name,
    PlaceRule,
    PublicRule,
    Route,
    RouteKind,
    Span,
    Station,
    TimeRules,
    Unit,
    UnitKind,
)
from functions.shared.domain.ladder import Ladder, Rung
from functions.shared.domain.opening import Body, Bound, FigureScope, Measure, OpeningFigure
from functions.shared.domain.phone import Phone
from functions.shared.domain.spot import Spot
from functions.shared.domain.staff import Role, Staff
from functions.shared.domain.terms import CalledOn
from functions.shared.tables.pinyin import pinyin

if TYPE_CHECKING:  # the rules for editing are no part of reading
    from functions.shared.domain.directory_checks import Directory

Data = dict[str, Any]  # JSON: text, numbers, flags, lists, objects

COVERAGE = "everything"  # the id of the only row of its kind: whoever needs it needs all of it
CALENDAR = "working_days"  # the same
AWAY = "away"  # who isn't there: apart from contacts, so that an officer's page may write this and no number

FIGURE = "figure"


def contact_kind(unit: str) -> str:
    return f"contact#{unit}"


def away_id(unit: str, contact: str) -> str:
    return f"{unit}.{contact}"


def pack_name(name: Name) -> Data:
    return {"zh": name.zh, "en": name.en} | ({"sms": name.sms} if name.sms else {})


def pack_place_name(name: Name) -> Data:
    return pack_name(name) | {"pinyin": pinyin(name.zh)}


def unpack_name(data: Data) -> Name:
    return Name(**data)


def pack_community(community: Community) -> Data:
    return {"name": pack_place_name(community.name), "landline": community.landline}


def unpack_community(community_id: str, data: Data) -> Community:
    return Community(community_id, unpack_name(data["name"]), data["landline"])


def pack_compound(compound: Compound, community: Community) -> Data:
    """With a copy of its community, so that one read finds both when somebody files."""
    data: Data = {
        "name": pack_place_name(compound.name),
        "community": compound.community,
        "within": pack_community(community),
    }
    return data | ({"spot": [compound.spot.latitude, compound.spot.longitude]} if compound.spot else {})


def unpack_compound(compound_id: str, data: Data) -> Compound:
    spot = data.get("spot")
    return Compound(compound_id, unpack_name(data["name"]), data["community"], Spot(*spot) if spot else None)


def unpack_within(data: Data) -> Community:
    """The community that a compound's row carries a copy of."""
    return unpack_community(data["community"], data["within"])


def pack_station(station: Station) -> Data:
    return {
        "name": pack_name(station.name),
        "community": station.community,
        "address": station.address,
        "telephone": station.telephone,
    }


def unpack_station(station_id: str, data: Data) -> Station:
    return Station(station_id, unpack_name(data["name"]), data["community"], data["address"], data["telephone"])


def pack_unit(unit: Unit) -> Data:
    data: Data = {"name": pack_name(unit.name), "kind": unit.kind.value, "night_duty": unit.night_duty}
    return data | ({"left": True} if unit.left else {})


def unpack_unit(unit_id: str, data: Data) -> Unit:
    return Unit(unit_id, unpack_name(data["name"]), UnitKind(data["kind"]), data["night_duty"], data.get("left", False))


def pack_contact(contact: Contact) -> Data:
    telephone = contact.telephone.e164 if contact.telephone else None
    data: Data = {"name": contact.name, "telephone": telephone, "email": contact.email, "duty": contact.duty}
    data |= {"leader": True} if contact.leader else {}
    data |= {"robot": contact.robot} if contact.robot else {}
    return data | ({"prefers": [way.value for way in contact.prefers]} if contact.prefers else {})


def unpack_contact(unit: str, contact_id: str, data: Data) -> Contact:
    telephone = Phone(data["telephone"]) if data["telephone"] else None
    return Contact(
        unit,
        contact_id,
        data["name"],
        telephone,
        data["email"],
        data["duty"],
        data.get("leader", False),
        data.get("robot"),
        tuple(map(ContactWay, data.get("prefers", ()))),
    )


def pack_away(away: Away) -> Data:
    return {"since": away.since.isoformat(), "until": away.until.isoformat()}


def unpack_away(data: Data) -> Away:
    return Away(date.fromisoformat(data["since"]), date.fromisoformat(data["until"]))


def pack_staff(staff: Staff) -> Data:
    return {
        "name": staff.name,
        "role": staff.role.value,
        "community": staff.community,
        "station": staff.station,
        "email": staff.email,
        "subject": staff.subject,
    }


def unpack_staff(staff_id: str, data: Data) -> Staff:
    return Staff(
        staff_id,
        data["name"],
        Role(data["role"]),
        data["community"],
        data["station"],
        data["email"],
        data["subject"],
    )


def pack_category(category: Category) -> Data:
    data: Data = {
        "name": pack_name(category.name),
        "priority": category.priority.value,
        "routes": [[route.kind.value, route.trade] for route in category.routes],
        "public": category.public.value,
        "place": category.place.value,
        "kind": category.kind,
        "check_first": category.check_first,
        "with_community": category.with_community,
    }
    if category.clues != Clues():
        data["clues"] = {"zh": list(category.clues.zh), "en": list(category.clues.en)}
    if category.emergency:
        data["emergency"] = {
            "numbers": list(category.emergency.numbers),
            "advice": pack_name(category.emergency.advice),
        }
    return data


def unpack_category(category_id: str, data: Data) -> Category:
    emergency = data.get("emergency")
    return Category(
        category_id,
        unpack_name(data["name"]),
        Class(data["priority"]),
        tuple(Route(RouteKind(kind), trade) for kind, trade in data["routes"]),
        PublicRule(data["public"]),
        PlaceRule(data["place"]),
        data["kind"],
        data["check_first"],
        data["with_community"],
        emergency and Emergency(tuple(emergency["numbers"]), unpack_name(emergency["advice"])),
        Clues(**{language: tuple(words) for language, words in data.get("clues", {}).items()}),
    )


def pack_coverage(coverage: Coverage) -> Data:
    trades = [[kind.value, trade, unit] for (kind, trade), unit in coverage.trades.items()]
    return {"partner": dict(coverage.partner), "trades": trades}


def unpack_coverage(data: Data) -> Coverage:
    return Coverage(data["partner"], {(RouteKind(kind), trade): unit for kind, trade, unit in data["trades"]})


def pack_calendar(calendar: Calendar) -> Data:
    """With the county's rules of time, so that one read brings both."""
    data: Data = {
        "years": sorted(calendar.years),
        "off": [day.isoformat() for day in sorted(calendar.off)],
        "worked": [day.isoformat() for day in sorted(calendar.worked)],
    }
    return data | ({"rules": _pack_rules(calendar.rules)} if calendar.rules else {})


def unpack_calendar(data: Data) -> Calendar:
    off, worked = (frozenset(map(date.fromisoformat, data[days])) for days in ("off", "worked"))
    rules = data.get("rules")
    return Calendar(frozenset(data["years"]), off, worked, _unpack_rules(rules) if rules else None)


def _pack_rules(rules: TimeRules) -> Data:
    classes = {
        priority.value: {
            "accept": _pack_span(of_class.accept),
            "answer": _pack_span(of_class.answer),
            "warn_percent": of_class.ladder.warn_percent,
            "not_taken": [_pack_rung(rung) for rung in of_class.ladder.accept],
            "not_answered": [_pack_rung(rung) for rung in of_class.ladder.answer],
        }
        for priority, of_class in rules.classes.items()
    }
    return {"classes": classes} | {name: getattr(rules, name) for name in _HOURS}


def _unpack_rules(data: Data) -> TimeRules:
    classes = {
        Class(priority): ClassRules(
            Span(**it["accept"]),
            Span(**it["answer"]),
            Ladder(
                it["warn_percent"],
                tuple(map(_unpack_rung, it["not_taken"])),
                tuple(map(_unpack_rung, it["not_answered"])),
            ),
        )
        for priority, it in data["classes"].items()
    }
    return TimeRules(classes, **{name: data[name] for name in _HOURS})


_HOURS = ("quiet_from", "quiet_until", "office_opens", "office_closes", "desk_looks")


def _pack_span(span: Span) -> Data:
    return {name: number for name, number in vars(span).items() if number}


def _pack_rung(rung: Rung) -> Data:
    return {"after": rung.after, "to": rung.to.value} | (
        {"times": rung.times, "every": rung.every} if rung.times > 1 else {}
    )


def _unpack_rung(data: Data) -> Rung:
    return Rung(**(data | {"to": CalledOn(data["to"])}))


_FORMER_SCOPES = {
    "station_opinions": FigureScope(Body.STATIONS, Measure.OPINIONS),
    "station_problems": FigureScope(Body.STATIONS, Measure.PROBLEMS),
    "station_disputes": FigureScope(Body.STATIONS, Measure.DISPUTES),
    "team_services": FigureScope(Body.TEAMS, Measure.SERVICES),
    "team_wishes": FigureScope(Body.TEAMS, Measure.WISHES),
    "unit_problems": FigureScope(Body.UNITS, Measure.PROBLEMS),
    "county_problems": FigureScope(Body.COUNTY, Measure.PROBLEMS),
}


def pack_figure(figure: OpeningFigure) -> Data:
    return {
        "body": figure.scope.body.value,
        "measure": figure.scope.measure.value,
        "number": figure.number,
        "bound": figure.bound.value,
        "as_of": figure.as_of.isoformat(),
        "source": figure.source,
    }


def unpack_figure(figure_id: str, data: Data) -> OpeningFigure:
    as_of = date.fromisoformat(data["as_of"])
    former = data.get("scope")  # of rows from before body and measure were told apart
    scope = _FORMER_SCOPES[former] if former else FigureScope(Body(data["body"]), Measure(data["measure"]))
    return OpeningFigure(figure_id, scope, data["number"], Bound(data["bound"]), as_of, data["source"])


def packed(directory: "Directory") -> Iterator[tuple[str, str, Data]]:
    """Every row: its kind, its id and what it says."""
    communities = {community.id: community for community in directory.communities}
    for community in directory.communities:
        yield "community", community.id, pack_community(community)
    for compound in directory.compounds:
        yield "compound", compound.id, pack_compound(compound, communities[compound.community])
    for station in directory.stations:
        yield "station", station.id, pack_station(station)
    for unit in directory.units:
        yield "unit", unit.id, pack_unit(unit)
    for contact in directory.contacts:
        yield contact_kind(contact.unit), contact.id, pack_contact(contact)
    for contact in directory.contacts:
        if contact.away:
            yield AWAY, away_id(contact.unit, contact.id), pack_away(contact.away)
    for category in directory.categories:
        yield "category", category.id, pack_category(category)
    for who in directory.staff:
        yield "staff", who.id, pack_staff(who)
    yield "coverage", COVERAGE, pack_coverage(directory.coverage)
    yield "calendar", CALENDAR, pack_calendar(directory.calendar)
    for figure in directory.figures:
        yield FIGURE, figure.id, pack_figure(figure)


def unpack(kind: str, row_id: str, data: Data) -> Any:
    """The thing that the row `kind` / `row_id` holds."""
    match kind.split("#"):
        case ["community"]:
            return unpack_community(row_id, data)
        case ["compound"]:
            return unpack_compound(row_id, data)
        case ["station"]:
            return unpack_station(row_id, data)
        case ["unit"]:
            return unpack_unit(row_id, data)
        case ["contact", unit]:
            return unpack_contact(unit, row_id, data)
        case ["away"]:
            return unpack_away(data)
        case ["staff"]:
            return unpack_staff(row_id, data)
        case ["category"]:
            return unpack_category(row_id, data)
        case ["coverage"]:
            return unpack_coverage(data)
        case ["calendar"]:
            return unpack_calendar(data)
        case ["figure"]:
            return unpack_figure(row_id, data)
    raise LookupError(f"the directory holds no {kind}")
