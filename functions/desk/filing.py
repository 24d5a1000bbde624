"""Filing for somebody else: what staff typed, made into a request, settled at once where it could be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.desk.decide import settle
from functions.shared.domain import words
from functions.shared.domain.codes import REQUEST, derive, four_digits, parse
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Code, Merged, staff_actor
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.similar import ALIKE, likeness
from functions.shared.domain.staff import Staff
from functions.shared.domain.terms import Channel, Handling, Language
from functions.shared.edge.forms import Form, digits
from functions.shared.edge.tokens import FormToken
from functions.shared.gateways.keys import keys
from functions.shared.steps.absorb import absorb
from functions.shared.steps.accept_request import accept_request
from functions.shared.tables import directory, private, request_lists, requests
from functions.shared.tables.private import telephone_key

FIELDS = (
    *("channel", "station", "words", "place", "place_words", "category", "telephone", "name", "speaks_for"),
    *("another_way", "may_call", "word", "joins", "seen", "act", "answer", "public_words", "looked_over"),
)
UNKNOWN = "unknown"
NEARBY, SHOWN = 30, 4


class ToldAt(StrEnum):
    """How it came to staff."""

    PHONE = "phone"
    STATION = "station"
    VISIT = "visit"


class What(StrEnum):
    """What the press does."""

    FILE = "file"
    SETTLE = "settle"  # 当场办结


@dataclass(frozen=True)
class Filing:
    """What staff have typed, checked as far as the form alone can tell."""

    channel: Channel
    station: str | None
    words: str
    place: str
    category: str
    person: Person
    joins: str | None
    what: What
    answer: str
    public_words: str


def read(typed: Mapping[str, str], staff: Staff, token: FormToken) -> Filing:
    """Raises Wrong with all that is to be mended."""
    form = Form(typed)
    told_at = form.choice("channel", ToldAt)
    what = What.SETTLE if typed["act"] == What.SETTLE else What.FILE
    said = form.text("words")
    place = form.read(lambda: _place(typed["place"]), "")
    where = form.line("place_words", longest=words.LONGEST_PLACE, required=False)
    number = form.telephone("telephone")
    name = form.line("name", longest=60, required=False)
    speaks_for = form.line("speaks_for", longest=100, required=False)
    another_way = form.line("another_way", longest=100, required=False)
    word = form.read(lambda: _word(typed["word"]), None)
    answer = form.text("answer", required=what is What.SETTLE)
    public = form.line("public_words", longest=words.LONGEST_PUBLIC, required=False)
    if what is What.SETTLE and not form.errors and words.flags(public) and typed["looked_over"] != "yes":
        form.errors.append(Refused("look_over", "public_words"))
    if what is What.FILE and answer:
        form.errors.append(Refused("answered_or_not", "answer"))
    joins = form.read(lambda: parse(typed["joins"], REQUEST, "joins") if typed["joins"] else None, None)
    station = form.read(lambda: _station(typed["station"], told_at, staff), None)
    form.done()
    person = Person(
        number,
        where,
        may_call=number is not None and form.ticked("may_call"),
        word=word or (None if number else four_digits(token.key, token.nonce)),
        name=name,
        speaks_for=speaks_for,
        another_way=another_way,
    )
    return Filing(
        Channel(told_at.value), station, said, place, typed["category"] or UNKNOWN, person, joins, what, answer, public
    )


def alike(filing: Filing, community: str, compound: str | None) -> tuple[tuple[str, str], ...]:
    """Open requests nearby that may be the same matter, with their first words: of the same kind, or told alike."""
    found = request_lists.open_nearby(community, compound, NEARBY)
    rows = [row for row in found if row.community == community]  # a compound may have changed hands
    said = private.first_words(row.request_id for row in rows)
    ranked = sorted(
        (
            (likeness(filing.words, said.get(row.request_id, "")) + 0.2 * (row.category == filing.category), row)
            for row in rows
            if row.category == filing.category or likeness(filing.words, said.get(row.request_id, "")) >= ALIKE
        ),
        key=lambda found: -found[0],
    )
    return tuple((row.request_id, said.get(row.request_id, "")) for _, row in ranked[:SHOWN])


def file(filing: Filing, token: FormToken, staff: Staff, now: datetime, typed: Mapping[str, str]) -> Request:
    """Write it: received; received and settled; or received and joined to another, in one transaction."""
    category, compound, community, calendar = directory.for_filing(filing.category, filing.place)
    if not staff.covers(community.id):
        raise Refused("not_your_community", "place")
    cause, by = token.cause("file", **typed), staff_actor(staff.id)
    handling = Handling.SETTLED if filing.what is What.SETTLE else Handling.JOINED if filing.joins else Handling.ROUTED
    received = accept_request(
        category=category,
        compound=compound,
        community=community,
        calendar=calendar,
        words=filing.words,
        person=filing.person,
        language=Language.ZH,
        cause=cause,
        now=now,
        by=by,
        channel=filing.channel,
        station=filing.station,
        handling=handling,
    )
    decisions, beside = [received], None
    if handling is Handling.SETTLED:
        new = Request(id="")
        decisions.append(
            settle(new, words=filing.answer, public_words=filing.public_words, cause=cause, now=now, by=by)
        )
    elif filing.joins:
        _may_join(filing.joins, staff)
        decisions.append(Decision(Merged(into=Code(filing.joins), at=now, by=by, cause=cause)))
        beside = (
            filing.joins,
            lambda other, code: absorb(other, code, priority=category.priority, cause=cause, now=now, by=by),
        )
    return requests.file(
        _codes(token), cause, *decisions, telephone_key=_known_by(filing.person.telephone), beside=beside
    )


def _may_join(code: str, staff: Staff) -> None:
    if not staff.covers(requests.load(code).filed.community):
        raise Refused("not_your_community", "joins")


def _known_by(phone: Phone | None) -> str | None:
    return telephone_key(keys().newest, phone) if phone else None


def _codes(token: FormToken) -> Iterator[str]:
    return (derive(token.key, REQUEST, token.nonce, attempt) for attempt in range(4))


def _place(chosen: str) -> str:
    kind, _, place = chosen.partition(":")
    if not chosen:
        raise Refused("place_missing", "place")
    if kind not in ("compound", "community") or not place:
        raise Refused("unknown_place", "place")
    return place


def _word(typed: str) -> str | None:
    if not typed.strip():
        return None
    word = digits(typed)
    if len(word) != 4 or len(word) != len(typed.strip()):
        raise Refused("word_four_digits", "word")
    return word


def _station(typed: str, told_at: ToldAt, staff: Staff) -> str | None:
    """Whoever comes in comes to a station of one of the communities that `staff` covers."""
    if told_at is not ToldAt.STATION:
        return None
    chosen = typed or staff.station
    if not chosen:
        raise Refused("choice_missing", "station")
    if chosen not in {s.id for s in directory.stations() if staff.covers(s.community)}:
        raise Refused("choice_unknown", "station")
    return chosen
