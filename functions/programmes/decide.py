"""What is decided about something that repeats: each step looks at it and answers with a fact and its sentence."""

from datetime import date, datetime, timedelta

from functions.shared.domain.county_time import local_day
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Actor, Cause, Fact, Id
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.programme import Line, Matter, Programme, Sentence
from functions.shared.domain.programme_facts import (
    Day,
    Declared,
    Dismissed,
    DismissReason,
    EndedWithout,
    EndReason,
    Finished,
    Month,
    SentenceTakenAway,
    StepAdded,
)
from functions.shared.domain.recurring import Recurring
from functions.shared.domain.staff import Staff

Decided = tuple[Fact, Sentence | None]
ACTS = ("declare", "dismiss", "step", "finish", "end", "take_away")
NAMED = 100  # cases that a programme names; it counts them all
BEFORE, AHEAD = timedelta(days=180), timedelta(days=730)  # a step's day, seen from today


def offered(matter: Matter, found: Recurring | None, staff: Staff) -> tuple[str, ...]:
    """What `staff` may do about it now. `found`: how it repeats, if it does."""
    if not (may(staff.role, Act.DECLARE_PROGRAMME) and staff.covers(matter.about.community)):
        return ()
    if matter.running:
        acts = ["step", "finish", "end"]
    elif found is None:
        acts = []
    else:
        acts = ["declare", *(("dismiss",) if found.proposed(matter.standing) else ())]
    return (*acts, *(("take_away",) if sentences(matter) else ()))


def sentences(matter: Matter) -> tuple[Line, ...]:
    """All that was said about it and stands."""
    return tuple(line for programme in matter.programmes for line in programme.lines)


def declare(
    matter: Matter,
    *,
    found: Recurring | None,
    owner: str,
    due: str,
    goal: Sentence,
    cause: Cause,
    now: datetime,
    by: Actor,
) -> Decided:
    """立项. Raises Refused `programme_there` or `nothing_repeats`."""
    found = _still_repeats(matter, found)
    fact = Declared(
        owner=Id(owner),
        due=Month(due),
        public=found.public,
        cases=tuple(case.code for case in found.cases[-NAMED:]),  # type: ignore[misc]
        count=found.count,
        residents=found.residents,
        at=now,
        by=by,
        cause=cause,
    )
    return fact, goal


def dismiss(
    matter: Matter, *, found: Recurring | None, reason: DismissReason, cause: Cause, now: datetime, by: Actor
) -> Decided:
    """No programme, until it grows. Raises Refused `programme_there`, `nothing_repeats` or `set_aside_already`."""
    found = _still_repeats(matter, found)
    if not found.proposed(matter.standing):
        raise Refused("set_aside_already")
    fact = Dismissed(reason=reason, count=found.count, residents=found.residents, at=now, by=by, cause=cause)
    return fact, None


def add_step(matter: Matter, *, day: date, said: Sentence, cause: Cause, now: datetime, by: Actor) -> Decided:
    """What was done, or will be. Raises Refused `no_programme` or `day_out_of_range`."""
    _running(matter)
    today = local_day(now)
    if not today - BEFORE <= day <= today + AHEAD:
        raise Refused("day_out_of_range", "day", since=today - BEFORE, until=today + AHEAD)
    return StepAdded(day=Day(day.isoformat()), at=now, by=by, cause=cause), said


def finish(matter: Matter, *, result: Sentence, cause: Cause, now: datetime, by: Actor) -> Decided:
    """Raises Refused `no_programme`."""
    _running(matter)
    return Finished(at=now, by=by, cause=cause), result


def end(matter: Matter, *, reason: EndReason, cause: Cause, now: datetime, by: Actor) -> Decided:
    """Without its result. Raises Refused `no_programme`."""
    _running(matter)
    return EndedWithout(reason=reason, at=now, by=by, cause=cause), None


def take_away(matter: Matter, *, of: int, cause: Cause, now: datetime, by: Actor) -> Decided:
    """Nobody reads that sentence any more, and nothing keeps it. Raises Refused `unknown_words`."""
    if of not in {line.sequence for line in sentences(matter)}:
        raise Refused("unknown_words", "of")
    return SentenceTakenAway(of=of, at=now, by=by, cause=cause), None


def why_not(act: str, matter: Matter, found: Recurring | None) -> str:
    """The reason why `act`, which somebody may do, isn't offered."""
    if act in ("declare", "dismiss"):
        return "programme_there" if matter.running else "nothing_repeats" if found is None else "set_aside_already"
    return "unknown_words" if act == "take_away" else "no_programme"


def _still_repeats(matter: Matter, found: Recurring | None) -> Recurring:
    if matter.running:
        raise Refused("programme_there")
    if found is None:
        raise Refused("nothing_repeats")
    return found


def _running(matter: Matter) -> Programme:
    if matter.running is None:
        raise Refused("no_programme")
    return matter.running
