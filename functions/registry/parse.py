"""Each kind of entry, from its fields to its type. What several entries must agree on: domain/directory_checks.py.

The library of telephone numbers is loaded when a number is read: its tables take 40 ms.
"""

import re
from datetime import date
from typing import Any

from functions.registry.parse_spot import spot
from functions.shared.domain import email_address
from functions.shared.domain.directory import (
    Away,
    Category,
    Class,
    Clues,
    Community,
    Compound,
    Contact,
    ContactWay,
    Emergency,
    PlaceRule,
    PublicRule,
    Route,
    RouteKind,
    Station,
    Unit,
    UnitKind,
)
from functions.shared.domain.directory_checks import Cover
from functions.shared.domain.directory_entry import Entry
from functions.shared.domain.opening import Body, Bound, FigureScope, Measure, OpeningFigure
from functions.shared.domain.phone import Phone
from functions.shared.domain.staff import Role, Staff

# What the texts leave room for, in UTF-16 units: one text is one segment with the longest names there are.
LONGEST_CATEGORY, LONGEST_UNIT, LONGEST_PLACE, LONGEST_LANDLINE = 4, 6, 6, 12
LONGEST_CLUE = 40  # characters
LONGEST_AWAY = 366  # days
# In English, of a community and a unit: what a provider takes as one variable (infra/tools/text_rules.py), too.
LONGEST_ENGLISH = 35

REQUEST_KINDS = ("opinion", "problem", "dispute", "service", "wish")
TRADED = (RouteKind.OPERATOR, RouteKind.DEPARTMENT, RouteKind.TEAM)
COVERING = (RouteKind.PARTNER, *TRADED)


def community(entry: Entry) -> Community:
    name = entry.name("name", longest=LONGEST_PLACE, longest_en=LONGEST_ENGLISH)
    read = Community(_id(entry), name, _number(entry, "landline"))
    if len(read.landline) > LONGEST_LANDLINE:
        entry.wrong("landline", "landline_too_long", limit=LONGEST_LANDLINE)
    done(entry)
    return read


def compound(entry: Entry) -> Compound:
    name, community = entry.name("name", longest=LONGEST_PLACE), entry.text("community")
    read = Compound(_id(entry), name, community, spot(entry))
    done(entry)
    return read


def station(entry: Entry) -> Station:
    name, telephone = entry.name("name"), _number(entry, "telephone")
    read = Station(_id(entry), name, entry.text("community"), entry.text("address"), telephone)
    done(entry)
    return read


def unit(entry: Entry) -> Unit:
    """A unit; its contacts are read by `contact`, where they are written within it."""
    name = entry.name("name", longest=LONGEST_UNIT, longest_en=LONGEST_ENGLISH)
    return Unit(_id(entry), name, entry.choice("kind", UnitKind), entry.flag("night_duty"), entry.flag("left"))


def contact(entry: Entry, unit_id: str) -> Contact:
    telephone = _number(entry, "telephone", optional=True)
    email = _email(entry, optional=True)
    robot = _robot(entry)
    read = Contact(
        unit_id,
        _id(entry),
        entry.text("name"),
        _phone(telephone),
        email or None,
        entry.flag("duty"),
        entry.flag("leader"),
        robot or None,
        _prefers(entry),
        _away(entry),
    )
    if not telephone and not email and not robot:
        entry.wrong("telephone", "contact_unreachable")
    elif read.duty and not read.takes_texts:
        entry.wrong("telephone", "duty_takes_no_texts")
    elif read.leader and not read.ways:
        entry.wrong("telephone", "leader_unreachable")
    for way in read.prefers:
        if way not in read.ways:
            entry.wrong("prefers", "way_missing", text=way.value)
    done(entry)
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
    done(entry)
    return read


def category(entry: Entry) -> Category:
    emergency, clues = entry.entry("emergency", optional=True), entry.entry("clues", optional=True)
    kind = entry.text("kind")
    if kind and kind not in REQUEST_KINDS:
        entry.wrong("kind", "not_a_choice", text=kind, among=", ".join(REQUEST_KINDS))
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
        clues=_clues(clues) if clues else Clues(),
    )
    done(entry)
    return read


def cover(entry: Entry) -> Cover | None:
    """One line of who covers what, where each is an entry of its own."""
    kind, of, unit_id = entry.choice("kind", RouteKind), entry.text("of"), entry.text("unit")
    if kind not in COVERING:
        entry.wrong("kind", "not_a_choice", text=kind.value, among=", ".join(COVERING))
    if "/" in of:  # it stands in an address
        entry.wrong("of", "bad_trade", text=of)
    done(entry)
    return Cover(kind, of, unit_id, "of", "unit") if of and unit_id and kind in COVERING else None


def year(entry: Entry, number: int) -> tuple[set[date], set[date]]:
    """The weekdays off and the weekend days worked of one year; none is without a weekday off."""
    off, worked = days(entry, "off", number, weekend=False), days(entry, "worked", number, weekend=True)
    if not off:
        entry.wrong("off", "none_given")
    return off, worked


def figure(entry: Entry) -> OpeningFigure:
    scope = FigureScope(entry.choice("body", Body), entry.choice("measure", Measure))
    bound = entry.choice("bound", Bound)
    number, as_of = entry.text("number"), entry.text("as_of")
    if number and not re.fullmatch(r"[0-9]{1,9}", number):
        entry.wrong("number", "bad_count", text=number)
        number = ""
    day = _day(entry, "as_of", as_of) if as_of else None
    read = OpeningFigure(_id(entry), scope, int(number or 0), bound, day or date.min, entry.text("source"))
    done(entry)
    return read


def done(entry: Entry) -> None:
    entry.flag("demo")  # made up for the demo county: said in the file, of no use to the product
    entry.done()


def _id(entry: Entry) -> str:
    text = entry.text("id")
    if text and not re.fullmatch(r"[a-z0-9_]{1,60}", text):
        entry.wrong("id", "bad_id", text=text)
    return text


def _parsed(number: str) -> Any:
    """What the library makes of `number`; None if nobody could dial it."""
    import phonenumbers

    if not re.fullmatch(r"\+?[0-9][0-9 ()-]*", number):  # the library takes words in front for granted
        return None
    try:
        parsed = phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return None
    # Not what is possible only within one area: texts and links are dialled from anywhere.
    whole = phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE
    return parsed if whole else None


def _phone(number: str) -> Phone | None:
    import phonenumbers

    parsed = _parsed(number)
    return Phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)) if parsed else None


def _number(entry: Entry, key: str, *, optional: bool = False) -> str:
    number = entry.text(key, optional=optional)
    if number and not _parsed(number):
        entry.wrong(key, "bad_number", text=number)
    return number


def _email(entry: Entry, *, optional: bool = False) -> str:
    email = entry.text("email", optional=optional)
    if email and not email_address.looks_like_one(email):
        entry.wrong("email", "bad_email", text=email)
    return email


def _robot(entry: Entry) -> str:
    key = entry.text("robot", optional=True)
    if key and not re.fullmatch(r"[A-Za-z0-9_-]{8,100}", key):  # never said again: whoever has it can post
        entry.wrong("robot", "bad_robot")
    return key


def _away(entry: Entry) -> Away | None:
    texts = {key: entry.text(key, optional=True) for key in ("away_from", "away_to")}
    if not any(texts.values()):
        return None
    days = {key: _day(entry, key, text) for key, text in texts.items() if text}
    for key, text in texts.items():
        if not text:
            entry.wrong(key, "missing")
    since, until = days.get("away_from"), days.get("away_to")
    if since is None or until is None:
        return None
    if until < since:
        entry.wrong("away_to", "away_backwards", since=since)
    elif (until - since).days >= LONGEST_AWAY:
        entry.wrong("away_to", "away_too_long", limit=LONGEST_AWAY)
    return Away(since, until)


def _prefers(entry: Entry) -> tuple[ContactWay, ...]:
    texts = entry.texts("prefers", optional=True)
    for text in texts:
        if text not in list(ContactWay):
            entry.wrong("prefers", "not_a_choice", text=text, among=", ".join(ContactWay))
    if len(set(texts)) < len(texts):
        entry.wrong("prefers", "given_twice")
    return tuple(ContactWay(text) for text in dict.fromkeys(texts) if text in list(ContactWay))


def _route(entry: Entry, text: str) -> Route | None:
    kind, _, trade = text.partition(" ")
    if kind not in list(RouteKind):
        entry.wrong("routes", "not_a_choice", text=kind, among=", ".join(RouteKind))
        return None
    if (RouteKind(kind) in TRADED) != bool(trade):
        entry.wrong("routes", "route_takes_no_trade" if trade else "route_needs_trade", kind=kind)
        return None
    return Route(RouteKind(kind), trade or None)


def _emergency(entry: Entry) -> Emergency:
    numbers = entry.texts("numbers")
    if not numbers:
        entry.wrong("numbers", "none_given")
    for number in numbers:
        if not _parsed(number) and not _short(number):
            entry.wrong("numbers", "bad_number", text=number)
    read = Emergency(tuple(numbers), entry.name("advice"))
    entry.done()
    return read


def _clues(entry: Entry) -> Clues:
    said = {language: entry.texts(language, optional=True) for language in ("zh", "en")}
    for language, texts in said.items():
        for text in texts:
            if len(text) > LONGEST_CLUE:
                entry.wrong(language, "too_long", count=len(text), limit=LONGEST_CLUE)
        if len(set(texts)) < len(texts):
            entry.wrong(language, "given_twice")
    entry.done()
    return Clues(tuple(said["zh"]), tuple(said["en"]))


def _short(number: str) -> bool:
    import phonenumbers
    from phonenumbers import shortnumberinfo

    try:
        return shortnumberinfo.is_possible_short_number_for_region(phonenumbers.parse(number, "CN"), "CN")
    except phonenumbers.NumberParseException:
        return False


def days(entry: Entry, key: str, year: int, *, weekend: bool) -> set[date]:
    found = set()
    for text in entry.texts(key):
        day = _day(entry, key, text)
        if day is None:
            continue
        if day.year != year:
            entry.wrong(key, "not_in_year", text=text, year=year)
        if (day.weekday() >= 5) != weekend:
            entry.wrong(key, "no_weekend" if weekend else "is_weekend", text=text)
        found.add(day)
    return found


def _day(entry: Entry, key: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        entry.wrong(key, "bad_date", text=text)
        return None
