"""The county's rules of time as its page tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from functions.shared.domain.directory import Class, Span, TimeRules
from functions.shared.domain.ladder import Rung
from functions.shared.domain.terms import CalledOn

Length = timedelta | int  # int: working days


@dataclass(frozen=True)
class ToldRung:
    after: timedelta
    to: CalledOn
    times: int
    every: timedelta


@dataclass(frozen=True)
class ToldClass:
    priority: Class
    accept: Length
    answer: Length
    warn_percent: int
    not_taken: tuple[ToldRung, ...]
    not_answered: tuple[ToldRung, ...]


@dataclass(frozen=True)
class Told:
    """Hours are of the county's clock."""

    classes: tuple[ToldClass, ...]
    quiet_from: int
    quiet_until: int
    office_opens: int
    office_closes: int
    desk_looks: timedelta


def told(rules: TimeRules) -> Told:
    return Told(
        classes=tuple(
            ToldClass(
                priority,
                _length(of_class.accept),
                _length(of_class.answer),
                of_class.ladder.warn_percent,
                _rungs(of_class.ladder.accept),
                _rungs(of_class.ladder.answer),
            )
            for priority, of_class in rules.classes.items()
        ),
        quiet_from=rules.quiet_from,
        quiet_until=rules.quiet_until,
        office_opens=rules.office_opens,
        office_closes=rules.office_closes,
        desk_looks=timedelta(minutes=rules.desk_looks),
    )


def _length(span: Span) -> Length:
    return span.working_days or timedelta(days=span.days, minutes=span.minutes)


def _rungs(rungs: Iterable[Rung]) -> tuple[ToldRung, ...]:
    return tuple(
        ToldRung(timedelta(minutes=rung.after), rung.to, rung.times, timedelta(minutes=rung.every)) for rung in rungs
    )
