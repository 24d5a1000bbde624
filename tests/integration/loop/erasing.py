"""A case whose every word, name and number is found nowhere else."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Compound
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.gateways.keys import keys
from functions.shared.steps.accept_request import accept_request
from functions.shared.tables import deliveries, directory, private, requests
from functions.shared.tables.connection import client
from functions.shared.tables.deliveries import End
from functions.shared.tables.private import telephone_key
from tests.builders import NOON, Happening, a_code, a_press, accepted, done, solved, whistled, withdrawn, words_added
from tests.county import ANKANG, CALENDAR, LITTER, RED_CROSS

from .world import World

CODE = a_code(text="erasing")
NUMBER = "15400006543"
PHONE = Phone(f"+86{NUMBER}")
UNIQUE = {
    "telephone": NUMBER,
    "name": "独一无二的名字",
    "place": "独一无二的地点",
    "word": "7391",
    "speaks_for": "独一无二的亲戚",
    "another_way": "独一无二的办法",
    "words": "独一无二的第一段话",
    "more": "独一无二的第二段话",
    "released": "独一无二的公开的话",
}
SENTENCE = "垃圾已经清运干净"  # the unit's own, which stays


def told(
    request: Request, happening: Happening, *, words: str | None = None, public_words: str | None = None
) -> Request:
    return requests.append(request, Decision(happening(request), words=words, public_words=public_words))


def released() -> Happening:
    return lambda request: f.WordsReleased(
        of=1, at=request.since + timedelta(minutes=1), by=f.staff_actor("clerk"), cause=a_press("release")
    )


def filed(code: str = CODE, compound: Compound = ANKANG, at: datetime = NOON) -> Request:
    cause = a_press("file")
    decision = accept_request(
        category=LITTER,
        compound=compound,
        community=directory.community(compound.community),
        calendar=CALENDAR,
        words=UNIQUE["words"],
        person=Person(
            PHONE,
            UNIQUE["place"],
            may_call=True,
            word=UNIQUE["word"],
            name=UNIQUE["name"],
            speaks_for=UNIQUE["speaks_for"],
            another_way=UNIQUE["another_way"],
        ),
        language=terms.Language.ZH,
        cause=cause,
        now=at,
    )
    return requests.file([code], cause, decision, telephone_key=telephone_key(keys().newest, PHONE))


def closed(code: str = CODE, compound: Compound = ANKANG, at: datetime = NOON) -> Request:
    """Asked, whistled, told more, done with a public sentence, solved, and its words released."""
    request = told(filed(code, compound, at), whistled(to=RED_CROSS))
    request = told(request, words_added(), words=UNIQUE["more"])
    request = told(request, accepted())
    request = told(request, done(), public_words=SENTENCE)
    request = told(request, solved())
    for alert in (f"{code}.1#resident#sms", f"{code}.2#unit:red_cross#sms", f"{code}.2#unit:red_cross#email"):
        claimed = deliveries.claim(alert, at, {})
        assert claimed is not None
        deliveries.finish(claimed, End.SENT, message_id="message")
    return told(request, released(), public_words=UNIQUE["released"])


def given_up(code: str = CODE) -> Request:
    """A shorter case with something of each kind."""
    request = told(filed(code), words_added(), words=UNIQUE["more"])
    request = told(request, released(), public_words=UNIQUE["released"])
    assert deliveries.claim(f"{code}.1#resident#first", NOON, {}) is not None
    return told(request, withdrawn())


def everything(world: World) -> str:
    """Every item of every table, but for the directory."""
    names = [name for name in world.dynamodb.list_tables()["TableNames"] if name != "test-directory"]
    return json.dumps(
        {name: world.dynamodb.scan(TableName=name)["Items"] for name in names}, ensure_ascii=False, default=str
    )


def traces(world: World) -> list[str]:
    """What of the resident is still to be found anywhere."""
    there = everything(world)
    hashed = telephone_key(keys().newest, PHONE)
    return [name for name, text in UNIQUE.items() if text in there] + (["hash"] if hashed in there else [])


class Killed(Exception):
    """The function died here."""


@contextmanager
def dying_at(call: int) -> Iterator[Callable[[], int]]:
    """The function dies after the `call`-th thing it asks of DynamoDB (from 1): done, and the answer lost. That is also
    just before the next. Answers with how many were asked."""
    asked = 0
    events = client().meta.events

    def die(**_: Any) -> None:
        nonlocal asked
        asked += 1
        if asked == call:
            raise Killed

    name = "after-call.dynamodb"
    events.register_first(name, die)
    try:
        yield lambda: asked
    finally:
        events.unregister(name, die)


def held(code: str = CODE) -> list[str]:
    return private.held(code)
