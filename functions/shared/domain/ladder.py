"""Who hears of a deadline that comes near or has passed, and when: the ladder that each order carries with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from functions.shared.domain.terms import CalledOn, Deadline


@dataclass(frozen=True)
class Rung:
    """`after` minutes past the deadline somebody more is called on; `times` in all, `every` so many minutes."""

    after: int
    to: CalledOn
    times: int = 1
    every: int = 0


@dataclass(frozen=True)
class Ladder:
    """At `warn_percent` of the time the unit's contact is reminded (0: never), at the deadline its leader hears of it;
    after that the rungs of the deadline that was missed."""

    warn_percent: int
    accept: tuple[Rung, ...]
    answer: tuple[Rung, ...]

    @cached_property
    def _calls(self) -> dict[Deadline, tuple["Call", ...]]:
        return {Deadline.ACCEPT: _calls(self.accept), Deadline.ANSWER: _calls(self.answer)}

    def calls(self, missed: Deadline) -> tuple["Call", ...]:
        """Each call after `missed`, in order."""
        return self._calls[missed]

    def warned_at(self, start: datetime, due: datetime) -> datetime | None:
        """When the contact is reminded of a deadline at `due` whose time began at `start`."""
        return start + (due - start) * self.warn_percent / 100 if self.warn_percent else None


@dataclass(frozen=True)
class Call:
    after: timedelta
    to: CalledOn


def _calls(rungs: tuple[Rung, ...]) -> tuple[Call, ...]:
    return tuple(
        Call(timedelta(minutes=rung.after + place * rung.every), rung.to)
        for rung in rungs
        for place in range(rung.times)
    )


_A_DAY_LATER = (Rung(24 * 60, CalledOn.AGENDA),)
LADDER = Ladder(75, _A_DAY_LATER, _A_DAY_LATER)  # also of whistles that were written before they carried one
LIFE_AND_PROPERTY = Ladder(
    75,
    # By every channel until somebody takes it, as long as the resident's answer isn't due.
    (Rung(10, CalledOn.COUNTY), Rung(25, CalledOn.EVERYBODY, times=7, every=15), *_A_DAY_LATER),
    _A_DAY_LATER,
)
