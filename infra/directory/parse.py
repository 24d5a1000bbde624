"""Each kind of entry, from its fields to its type. What several entries must agree on is checked in check.py."""

import re
from datetime import date

import phonenumbers
from phonenumbers import shortnumberinfo

from functions.shared.domain.directory import (
    Calendar,
    Category,
    Class,
    Community,
    Compound,
    Contact,
    Coverage,
    Emergency,
    PlaceRule,
    PublicRule,
    Route,
    RouteKind,
    Station,
    Unit,
    UnitKind,
)
from functions.shared.domain.phone import Phone
from functions.shared.domain.staff import Role, Staff
from infra.directory.entries import Entry

# What the texts leave room for, in UTF-16 units: one text is one segment with the longest names there are.
LONGEST_CATEGORY, LONGEST_UNIT, LONGEST_PLACE, LONGEST_LANDLINE = 4, 6, 6, 12

REQUEST_KINDS = ("opinion", "problem", "dispute", "service", "wish")
TRADED = (RouteKind.OPERATOR, RouteKind.DEPARTMENT, RouteKind.TEAM)


def community(entry: Entry) -> Community:
    read = Community(_id(entry), entry.name("name", longest=LONGEST_PLACE), _number(entry, "landline"))
    if len(read.landline) > LONGEST_LANDLINE:
        entry.wrong("landline", f"is longer than the {LONGEST_LANDLINE} characters that a text message has room for.")
    _done(entry)
    return read


def compound(entry: Entry) -> Compound:
    read = Compound(_id(entry), entry.name("name", longest=LONGEST_PLACE), entry.text("community"))
    _done(entry)
    return read


def station(entry: Entry) -> Station:
    name, telephone = entry.name("name"), _number(entry, "telephone")
    read = Station(_id(entry), name, entry.text("community"), entry.text("address"), telephone)
    _done(entry)
    return read


def unit(entry: Entry) -> tuple[Unit, list[tuple[Entry, Contact]]]:
    """A unit, and its contacts each with its own entry."""
    name = entry.name("name", longest=LONGEST_UNIT)
    read = Unit(_id(entry), name, entry.choice("kind", UnitKind), entry.flag("night_duty"))
    contacts = [(inner, contact(inner, read.id)) for inner in entry.entries("contacts")]
    _done(entry)
    return read, contacts


def contact(entry: Entry, unit_id: str) -> Contact:
    telephone = _number(entry, "telephone", optional=True)
    email = _email(entry, optional=True)
    read = Contact(unit_id, _id(entry), entry.text("name"), _phone(telephone), email or None, entry.flag("duty"))
    if not telephone and not email:
        entry.wrong("telephone", "a contact needs a telephone or an email to be reached.")
    elif read.duty and not (read.telephone and read.telephone.takes_texts):
        entry.wrong("telephone", "who is on duty at night needs one that takes text messages.")
    _done(entry)
    return read


def staff(entry: Entry) -> Staff:
    read = Staff(
        _id(entry),
        entry.text("name"),
        entry.choice("role", Role),
        entry.text("community", optional=True) or None,
        entry.text("station", optional=True) or None,
        _email(entry),
        entry.text("subject", optional=True) or None,
    )
    _done(entry)
    return read


def category(entry: Entry) -> Category:
    emergency = entry.entry("emergency", optional=True)
    kind = entry.text("kind")
    if kind and kind not in REQUEST_KINDS:
        entry.wrong("kind", f"{kind} is none of {', '.join(REQUEST_KINDS)}.")
    read = Category(
        id=_id(entry),
        name=entry.name("name", longest=LONGEST_CATEGORY),
        priority=entry.choice("priority", Class),
        routes=tuple(filter(None, (_route(entry, text) for text in entry.texts("routes")))),
        public=entry.choice("public", PublicRule),
        place=entry.choice("place", PlaceRule),
        kind=kind,
        check_first=entry.flag("check_first"),
        with_community=entry.flag("with_community"),
        emergency=_emergency(emergency) if emergency else None,
    )
    _done(entry)
    return read


def coverage(entry: Entry) -> Coverage:
    partner, trades = entry.entry("partner"), entry.entry("trades")
    found: dict[tuple[RouteKind, str], str] = {}
    for kind in TRADED if trades else ():
        inner = trades and trades.entry(kind.value, optional=True)
        found |= {(kind, trade): unit_id for trade, unit_id in inner.pairs()} if inner else {}
    if trades:
        trades.done()
    _done(entry)
    return Coverage(dict(partner.pairs()) if partner else {}, found)


def calendar(entry: Entry) -> Calendar:
    entry.text("source")
    off: set[date] = set()
    worked: set[date] = set()
    years = entry.entry("years")
    known = set()
    for year in years.keys() if years else ():
        inner = years and years.entry(year)
        if inner and year.isdecimal():
            known.add(int(year))
            off |= _days(inner, "off", int(year), weekend=False)
            worked |= _days(inner, "worked", int(year), weekend=True)
            inner.done()
        elif years:
            years.wrong(year, "must be a year.")
    if known and known != set(range(min(known), max(known) + 1)):
        entry.wrong("years", "must follow one another without a gap.")
    if not known:
        entry.wrong("years", "must hold at least one year.")
    _done(entry)
    return Calendar(frozenset(known), frozenset(off), frozenset(worked))


def _done(entry: Entry) -> None:
    entry.flag("demo")  # made up for the demo county: said in the file, of no use to the product
    entry.done()


def _id(entry: Entry) -> str:
    text = entry.text("id")
    if text and not re.fullmatch(r"[a-z0-9_]{1,60}", text):
        entry.wrong("id", f"{text} may have only a-z, 0-9 and _ (60 at most).")
    return text


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return None
    # Not what is possible only within one area: texts and links are dialled from anywhere.
    whole = phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE
    return parsed if whole else None


def _phone(number: str) -> Phone | None:
    parsed = _parsed(number)
    return Phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)) if parsed else None


def _number(entry: Entry, key: str, *, optional: bool = False) -> str:
    number = entry.text(key, optional=optional)
    if number and not _parsed(number):
        entry.wrong(key, f"{number} cannot be a telephone number.")
    return number


def _email(entry: Entry, *, optional: bool = False) -> str:
    email = entry.text("email", optional=optional)
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email):
        entry.wrong("email", f"{email} cannot be an email address.")
    return email


def _route(entry: Entry, text: str) -> Route | None:
    kind, _, trade = text.partition(" ")
    if kind not in list(RouteKind):
        entry.wrong("routes", f"{kind} is none of {', '.join(RouteKind)}.")
        return None
    if (RouteKind(kind) in TRADED) != bool(trade):
        entry.wrong("routes", f"{kind} needs a trade, as in '{kind} gas'." if not trade else f"{kind} takes no trade.")
        return None
    return Route(RouteKind(kind), trade or None)


def _emergency(entry: Entry) -> Emergency:
    numbers = entry.texts("numbers")
    if not numbers:
        entry.wrong("numbers", "must hold at least one.")
    for number in numbers:
        if not _parsed(number) and not _short(number):
            entry.wrong("numbers", f"{number} cannot be a telephone number.")
    read = Emergency(tuple(numbers), entry.name("advice"))
    entry.done()
    return read


def _short(number: str) -> bool:
    try:
        return shortnumberinfo.is_possible_short_number_for_region(phonenumbers.parse(number, "CN"), "CN")
    except phonenumbers.NumberParseException:
        return False


def _days(entry: Entry, key: str, year: int, *, weekend: bool) -> set[date]:
    days = set()
    for text in entry.texts(key):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            entry.wrong(key, f"{text} is no date (2026-10-01).")
            continue
        if day.year != year:
            entry.wrong(key, f"{text} is not in {year}.")
        if (day.weekday() >= 5) != weekend:
            entry.wrong(key, f"{text} is {'not ' if weekend else ''}a day of the weekend.")
        days.add(day)
    return days
