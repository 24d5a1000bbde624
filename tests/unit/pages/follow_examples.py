"""The pages, letters and feeds of following, as the handlers give them: typical, empty, hostile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.follows.subjects import Subject
from functions.follows.weekly import OpenLine, Week
from functions.shared.domain.alert import AlertKind
from functions.shared.domain.directory import Name
from functions.shared.domain.errors import Refused
from functions.shared.domain.feed import Feed
from functions.shared.domain.transitions import State
from tests.unit.pages.world import (
    ANKANG,
    EVERY_STEP,
    HOSTILE,
    LINE,
    LITTER,
    LONG_LINE,
    LONGWANGMIAO,
    NOW,
    STEPS,
    WATER,
    Example,
    at,
)

REQUEST = Subject("request", "3825061749", ANKANG.name, LITTER.name)
COMMUNITY = Subject("community", "longwangmiao", LONGWANGMIAO.name)
STRANGE = replace(REQUEST, place=Name(HOSTILE, HOSTILE), category=Name(HOSTILE, HOSTILE))
_FORM: dict[str, Any] = {
    "path": "/follow/request/3825061749",
    "subject": REQUEST,
    "form": {"contact": ""},
    "errors": (),
    "token": "t0ken",
    "compounds": (),
    "texts": True,
}
_STOP = "https://pgy.example/follow/stop?f=s3cret"
_OPEN = OpenLine("3825061749", LITTER.name, ANKANG.name, at(-300), State.ACCEPTED)
_WEEK = Week(NOW, (LINE,), (_OPEN, replace(_OPEN, state=State.AWAITING_RESIDENT)), (_OPEN,))
FEED = Feed("urn:uuid:0", "https://pgy.example/f.atom?lang=zh", "https://pgy.example/r/3825061749", NOW)


def follow_pages() -> Iterator[Example]:
    form = "follows/form.html"
    yield Example("follow", form, _FORM)
    wrong = {"form": {"contact": "who@"}, "errors": (Refused("email_impossible", "contact"),)}
    yield Example("follow-errors", form, _FORM | wrong)
    landline = {"form": {"contact": "0359-0001002"}, "errors": (Refused("follow_takes_texts", "contact"),)}
    yield Example("follow-landline", form, _FORM | landline)
    yield Example("follow-by-letter", form, _FORM | {"texts": False})
    yield Example("follow-hostile", form, _FORM | {"subject": STRANGE, "form": {"contact": HOSTILE}})
    yield Example("follow-over", form, _FORM | {"subject": replace(REQUEST, over=True)})
    near = (Subject("compound", "ankang", ANKANG.name),)
    place: dict[str, Any] = {"path": COMMUNITY.path, "subject": COMMUNITY, "compounds": near, "texts": False}
    yield Example("follow-community", form, _FORM | place)
    asked: dict[str, Any] = {"path": "/follow/request/3825061749/asked", "subject": REQUEST}
    yield Example(
        "follow-asked",
        "follows/asked.html",
        asked | {"by_text": False},
    )
    yield Example("follow-asked-by-text", "follows/asked.html", asked | {"by_text": True})
    for name in ("confirm", "stop"):
        page = {"path": f"/follow/{name}", "subject": REQUEST, "token": "t0ken"}
        yield Example(f"follow-{name}", f"follows/{name}.html", page)
        yield Example(f"follow-{name}-unknown", f"follows/{name}.html", page | {"subject": None})
    confirmed = {"path": "/follow/confirm", "subject": COMMUNITY, "token": "t0ken", "stop": _STOP}
    yield Example("follow-confirmed", "follows/confirmed.html", confirmed)
    yield Example("follow-stopped", "follows/stopped.html", {"path": "/follow/stop", "token": "t0ken"})
    yield Example("follow-gone", "follows/gone.html", {"path": "/follow/confirm"})


def follow_emails() -> Iterator[Example]:
    yield Example(
        "follow-asking", "follows/asking", {"subject": REQUEST, "link": "https://pgy.example/follow/confirm?f=s"}
    )
    told: dict[str, Any] = {
        "kind": LITTER.name,
        "place": ANKANG.name,
        "community": LONGWANGMIAO.name,
        "landline": "0359-0001002",
        "code": "3825061749",
        "unit": WATER.name,
        "answer_by": at(175.75),
        "closed_as": None,
        "link": "https://pgy.example/r/3825061749",
        "stop": _STOP,
    }
    for about in (AlertKind.TAKEN, AlertKind.RESCHEDULED, AlertKind.DONE):
        yield Example(f"followed-{about}", "delivery/followed", told | {"about": about})
    ended = {"about": AlertKind.ENDED, "unit": None, "answer_by": None, "closed_as": "confirmed"}
    yield Example("followed-ended", "delivery/followed", told | ended)
    yield Example("followed-hostile", "delivery/followed", told | ended | {"place": Name(HOSTILE, HOSTILE)})
    weekly: dict[str, Any] = {
        "subject": COMMUNITY,
        "week": _WEEK,
        "stop": _STOP,
        "door": "https://pgy.example",
        "now": NOW,
    }
    yield Example("weekly", "follows/weekly", weekly)
    yield Example("weekly-new-alone", "follows/weekly", weekly | {"week": replace(_WEEK, closed=(), longest=())})
    many = replace(_WEEK, closed=(LINE, LONG_LINE) * 6, new=(replace(_OPEN, place=Name(HOSTILE, HOSTILE)),))
    yield Example("weekly-many", "follows/weekly", weekly | {"week": many})


def feeds() -> Iterator[Example]:
    """What an Atom reader is given; `subject` or place in it, typical, empty and hostile."""
    story = {"feed": FEED, "subject": REQUEST, "entries": [(f"urn:uuid:{n}", step) for n, step in enumerate(STEPS, 1)]}
    yield Example("story", "follows/request.atom", story)
    every = [(f"urn:uuid:{n}", replace(step, words=HOSTILE)) for n, step in enumerate(EVERY_STEP, 1)]
    yield Example("story-hostile", "follows/request.atom", story | {"subject": STRANGE, "entries": every})
    listed: dict[str, Any] = {"feed": FEED, "place": LONGWANGMIAO.name, "door": "https://pgy.example", "entries": []}
    yield Example("results-none", "results/list.atom", listed)
    lines = [
        ("urn:uuid:1", LINE, NOW),
        ("urn:uuid:2", replace(LONG_LINE, place=Name(HOSTILE, HOSTILE)), NOW - timedelta(1)),
    ]
    yield Example("results", "results/list.atom", listed | {"entries": lines})
    yield Example("results-county", "results/list.atom", listed | {"entries": lines, "place": None})
