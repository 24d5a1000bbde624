"""limits.yml: how soon each class is taken and answered, who hears when it isn't, quiet hours, office hours. Checked.

The file may be missing: then the rules are those of functions/shared/domain/time_rules.py.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from math import ceil

from functions.shared.domain.directory import Class, ClassRules, Span, TimeRules
from functions.shared.domain.directory_entry import Entry
from functions.shared.domain.ladder import Call, Ladder, Rung
from functions.shared.domain.terms import CalledOn, Deadline
from functions.shared.domain.time_rules import RULES

FILE = "limits.yml"
WARN = range(50, 96)  # percent
AT_THE_COUNTY = 30  # minutes after a P0 was whistled
QUIET_FROM, QUIET_UNTIL = range(18, 24), range(5, 11)  # o'clock
OPENS, CLOSES = range(6, 12), range(15, 22)
DESK_LOOKS = range(10, 601)  # minutes
TIMES, EVERY = range(2, 21), range(5, 24 * 60 + 1)  # repeats of a call, and the minutes between them
LONGEST = 400  # of whatever unit a span is in
_DAY = 24 * 60


def rules(entry: Entry) -> TimeRules:
    """What the file says. Adds to the entry's problems all that is wrong with it, by line and field."""
    read: dict[Class, tuple[Entry, ClassRules]] = {}
    office = entry.entry("office")
    opens = _hour(office, "opens", OPENS, RULES.office_opens)
    closes = _hour(office, "closes", CLOSES, RULES.office_closes)
    classes = entry.entry("classes")
    for priority in Class:
        inner = classes and classes.entry(priority.value)
        if inner:
            read[priority] = inner, _of_class(inner, priority, closes)
    if classes:
        classes.done()
    _in_order(read, closes)
    quiet = entry.entry("quiet")
    quiet_from = _hour(quiet, "from", QUIET_FROM, RULES.quiet_from)
    quiet_until = _hour(quiet, "until", QUIET_UNTIL, RULES.quiet_until)
    for part in (office, quiet):
        if part:
            part.done()
    if office and closes > quiet_from:
        office.wrong("closes", "closes_in_quiet_hours")
    desk_looks = _minutes(entry, "desk_looks") or RULES.desk_looks
    if desk_looks not in DESK_LOOKS:
        entry.wrong("desk_looks", "out_of_range", text=desk_looks, least=DESK_LOOKS[0], most=DESK_LOOKS[-1])
    entry.flag("demo")
    entry.done()
    return TimeRules(
        {priority: of_class for priority, (_, of_class) in read.items()},
        quiet_from,
        quiet_until,
        opens,
        closes,
        desk_looks,
    )


def _of_class(entry: Entry, priority: Class, closes: int) -> ClassRules:
    accept, answer = _span(entry, "accept"), _span(entry, "answer")
    if accept and answer and not _never_after(accept, answer, closes):
        entry.wrong("answer", "answered_before_taken")
    warn = _number(entry, "warn_percent")
    if warn is not None and warn != 0 and warn not in WARN:
        entry.wrong("warn_percent", "bad_percent", text=warn, least=WARN[0], most=WARN[-1])
    ladder = Ladder(warn or 0, _rungs(entry, "not_taken", CalledOn), _rungs(entry, "not_answered", (CalledOn.AGENDA,)))
    if priority is Class.P0 and accept:
        if not accept.minutes:
            entry.wrong("accept", "not_in_minutes")
        elif not _reaches_the_county(accept, ladder.calls(Deadline.ACCEPT)):
            entry.wrong("not_taken", "county_too_late", limit=AT_THE_COUNTY)
    entry.done()
    return ClassRules(accept or Span(), answer or Span(), ladder)


def _reaches_the_county(accept: Span, calls: Iterable[Call]) -> bool:
    minutes = (call.after.total_seconds() // 60 for call in calls if call.to is not CalledOn.AGENDA)
    return accept.minutes + min(minutes, default=AT_THE_COUNTY) <= AT_THE_COUNTY


def _in_order(read: dict[Class, tuple[Entry, ClassRules]], closes: int) -> None:
    """What is more urgent is due no later than what is less so."""
    for (urgent, (_, first)), (priority, (entry, second)) in pairwise(read.items()):
        for key, sooner, later in (("accept", first.accept, second.accept), ("answer", first.answer, second.answer)):
            if Span() not in (sooner, later) and not _never_after(sooner, later, closes):
                entry.wrong(key, "sooner_than_more_urgent", priority=priority.value, urgent=urgent.value)


def _never_after(one: Span, other: Span, closes: int) -> bool:
    """Whether `one` has ended when `other` does, whenever both begin; holidays apart, which push both."""
    if one.minutes and other.minutes:
        return one.minutes <= other.minutes
    if one.minutes:  # days end when the office closes, however late in the day they began
        return one.minutes <= max(other.days, other.working_days) * _DAY - (24 - closes) * 60
    if other.minutes:
        return False
    if other.working_days:
        return max(one.days, one.working_days) <= other.working_days
    weekends = ceil(one.working_days / 5) * 2
    return one.days + one.working_days + weekends <= other.days


def _rungs(entry: Entry, key: str, among: Iterable[CalledOn]) -> tuple[Rung, ...]:
    """Who of `among` is called on after a deadline, each call after the one before it. County and everybody are called
    on for what nobody takes: once it is taken, the unit's leader and the agenda are who can do something."""
    read = []
    last = 0
    for inner in entry.entries(key):
        rung = _rung(inner)
        if rung is None:
            continue
        if rung.to not in among and inner.text("to", optional=True) == rung.to:
            inner.wrong("to", "called_on_to_take_alone", text=rung.to.value)
        if rung.after <= last:
            inner.wrong("after", "rungs_not_ascending", last=last)
        last = rung.after + (rung.times - 1) * rung.every
        read.append(rung)
    return tuple(read)


def _rung(entry: Entry) -> Rung | None:
    after, to = _minutes(entry, "after"), entry.choice("to", CalledOn)
    text = entry.text("times", optional=True)
    times, every = 1, 0
    if text:
        times = _number(entry, "times") or 1
        every = _minutes(entry, "every") or EVERY[0]
        if times not in TIMES:
            entry.wrong("times", "out_of_range", text=text, least=TIMES[0], most=TIMES[-1])
        elif every not in EVERY:
            entry.wrong("every", "out_of_range", text=every, least=EVERY[0], most=EVERY[-1])
        elif to is CalledOn.AGENDA:
            entry.wrong("times", "once_on_the_agenda")
    entry.done()
    return Rung(after, to, times, every) if after else None


def _span(entry: Entry, key: str) -> Span | None:
    """`5 minutes`, `2 hours`, `7 days`, `1 working day`; None where it is none."""
    text = entry.text(key)
    found = re.fullmatch(r"([1-9][0-9]{0,3}) (minute|hour|day|working day)s?", text)
    number = int(found[1]) if found else 0
    if text and not 0 < number <= LONGEST:
        entry.wrong(key, "bad_span", text=text)
    if found is None or number > LONGEST:
        return None
    match found[2]:
        case "minute":
            return Span(minutes=number)
        case "hour":
            return Span(minutes=number * 60)
        case "day":
            return Span(days=number)
    return Span(working_days=number)


def _minutes(entry: Entry, key: str) -> int:
    """A span of minutes or hours, in minutes; 0 where it is none."""
    span = _span(entry, key)
    if span and not span.minutes:
        entry.wrong(key, "not_in_minutes")
    return span.minutes if span else 0


def _number(entry: Entry, key: str) -> int | None:
    text = entry.text(key)
    if text and not re.fullmatch(r"[0-9]{1,4}", text):
        entry.wrong(key, "bad_count", text=text)
        return None
    return int(text) if text else None


def _hour(entry: Entry | None, key: str, among: range, usual: int) -> int:
    number = _number(entry, key) if entry else None
    if entry and number is not None and number not in among:
        entry.wrong(key, "out_of_range", text=number, least=among[0], most=among[-1])
        return usual
    return usual if number is None else number
