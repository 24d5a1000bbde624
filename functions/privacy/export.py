"""All that is kept about a resident, as they are given it: to read, as JSON, and as a table."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain import csv_file
from functions.shared.domain.access import Look
from functions.shared.domain.county_time import local
from functions.shared.domain.decision import Person
from functions.shared.domain.directory import Name
from functions.shared.domain.photo import Photo
from functions.shared.domain.request import Request
from functions.shared.domain.views import Said


@dataclass(frozen=True)
class Message:
    """A text that went to the resident; `end` how, None while it is on its way."""

    at: datetime
    channel: str
    end: str | None


@dataclass(frozen=True)
class Record:
    """What is kept of one request. `person` None: erased."""

    request: Request
    category: Name
    community: Name
    place: Name
    person: Person | None
    said: tuple[Said, ...]
    shown: tuple[Said, ...]  # what everybody may read of it
    messages: tuple[Message, ...]
    looks: tuple[Look, ...]
    photos: tuple[Photo, ...] = ()


def as_json(records: Iterable[Record], now: datetime) -> str:
    """For another program to read."""
    made = {"made_at": _time(now), "requests": [_plain(record) for record in records]}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def as_csv(records: Iterable[Record]) -> str:
    """For a spreadsheet: one line a thing."""
    lines = ((record.request.id, *line) for record in records for line in _lines(record))
    return csv_file.write([("request", "what", "at", "value"), *lines])


def _plain(record: Record) -> dict[str, object]:
    request, person = record.request, record.person
    return {
        "code": request.id,
        "category": record.category.zh,
        "community": record.community.zh,
        "place": record.place.zh,
        "channel": request.filed.channel,
        "received_at": _time(request.filed.at),
        "state": request.state,
        "closed_at": _time(request.closed_at) if request.closed_at else None,
        "erased": request.erased,
        "person": dict(_person(person)) if person else None,
        "words": [_said(one) for one in record.said],
        "words_that_everybody_may_read": [_said(one) for one in record.shown],
        "happened": [
            {"at": _time(fact.at), "what": type(fact).__name__, "by": fact.by.partition(":")[0]}
            for fact in request.facts
        ],
        "messages": [{"at": _time(it.at), "channel": it.channel, "end": it.end} for it in record.messages],
        "photos": [
            {"at": _time(it.at), "who": it.side, "number": it.number, "state": it.state} for it in record.photos
        ],
        "looks": [{"at": _time(look.at), "purpose": look.purpose} for look in record.looks],
    }


def _person(person: Person) -> Iterator[tuple[str, object]]:
    yield "telephone", person.telephone.e164 if person.telephone else None
    yield "place", person.place
    yield "may_call", person.may_call
    yield "word", person.word
    yield "name", person.name
    yield "speaks_for", person.speaks_for
    yield "another_way", person.another_way


def _lines(record: Record) -> Iterator[tuple[str, str, str]]:
    request = record.request
    yield "category", _time(request.filed.at), record.category.zh
    yield "place", _time(request.filed.at), record.place.zh
    for name, value in _person(record.person) if record.person else ():
        if value not in (None, ""):
            yield f"person.{name}", _time(request.filed.at), str(value)
    for one in record.said:
        yield f"words.{one.who}", _time(one.at), one.text
    for one in record.shown:
        yield f"public_words.{one.who}", _time(one.at), one.text
    for fact in request.facts:
        yield f"happened.{fact.by.partition(':')[0]}", _time(fact.at), type(fact).__name__
    for message in record.messages:
        yield f"message.{message.channel}", _time(message.at), message.end or ""
    for photo in record.photos:
        yield f"photo.{photo.side}", _time(photo.at), photo.state
    for look in record.looks:
        yield "look", _time(look.at), look.purpose


def _said(one: Said) -> dict[str, str]:
    return {"at": _time(one.at), "who": one.who, "text": one.text}


def _time(at: datetime) -> str:
    return local(at).isoformat(timespec="seconds")
