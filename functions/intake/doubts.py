"""Why a report through the anonymous form is looked at by the desk first. It is never refused for any of this.

Each number with its reason: docs/limits.md.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

TOO_FAST = timedelta(seconds=3)
FLOOD = 200  # reports an hour by one address: nobody types so much, whoever shares it
FROM_ADDRESS = 100  # reports an hour; a school, a whole community, a mobile operator may share one address
FROM_NUMBER = 6  # reports a day
HOT_ADDRESS = 20  # reports an hour, above which a proof of work is asked for
HOT_COUNTY = 40  # reports in ten minutes, from wherever
SHOWN_BEFORE = timedelta(minutes=30)  # a form that asked for nothing is good so long, however hot it has become since


class Doubt(StrEnum):
    """What makes us think that perhaps no person wrote it."""

    HONEYPOT = "honeypot"
    TOO_FAST = "too_fast"
    NO_PROOF = "no_proof"
    ADDRESS_HOT = "address_hot"
    NUMBER_HOT = "number_hot"


@dataclass(frozen=True)
class Heat:
    """How many reports have come: from this address within the hour, and from anywhere within ten minutes."""

    address: int = 0
    county: int = 0

    @property
    def is_hot(self) -> bool:
        return self.address > HOT_ADDRESS or self.county > HOT_COUNTY


@dataclass(frozen=True)
class Observed:
    """What was seen of one report as it came. `heat` and `from_number` count it with the others; `age` is the time
    between showing the form and its coming back; `asked`, whether the form asked for a proof, `proven`, whether a good
    one came."""

    trap_filled: bool
    age: timedelta
    heat: Heat
    from_number: int
    asked: bool
    proven: bool


def proof_is_due(asked: bool, age: timedelta, heat: Heat) -> bool:
    """Whether a report must bring a proof: it was asked for one, or has come too late to know of none."""
    return asked or (heat.is_hot and age > SHOWN_BEFORE)


def is_flood(seen: Observed) -> bool:
    """Whether so much comes from one address that it has to wait: the only hard stop there is."""
    return seen.heat.address > FLOOD


def doubts(seen: Observed) -> tuple[Doubt, ...]:
    """Why the desk should look first; nothing for nearly everybody."""
    reasons = {
        Doubt.HONEYPOT: seen.trap_filled,
        Doubt.TOO_FAST: seen.age < TOO_FAST,
        Doubt.NO_PROOF: proof_is_due(seen.asked, seen.age, seen.heat) and not seen.proven,
        Doubt.ADDRESS_HOT: seen.heat.address > FROM_ADDRESS,
        Doubt.NUMBER_HOT: seen.from_number > FROM_NUMBER,
    }
    return tuple(reason for reason, given in reasons.items() if given)
