"""The form's door: how much is coming, and what is seen of one report. A bucket that can't be read holds nobody up."""

from datetime import datetime

from functions.intake.doubts import FLOOD, SHOWN_BEFORE, Heat, Observed, proof_is_due
from functions.shared.domain.errors import Busy, Refused
from functions.shared.domain.phone import Phone
from functions.shared.edge.clock import outside
from functions.shared.edge.tokens import FORM_LIVES, FormToken
from functions.shared.gateways.keys import keys
from functions.shared.tables.limits import Limit, count, counted, network, use_once
from functions.shared.tables.private import telephone_key

ONE_IN = 8  # one form in so many counts for all of them in the county's bucket, which spares seven writes
COUNTY = Limit("filed#county", 10_000, 10 * 60)


def challenge_if_hot(address: str, now: datetime) -> str | None:
    """A challenge for the form that is about to be shown, where so much is coming that one is asked for."""
    return new_challenge() if Heat(*_taken(by_address(address), COUNTY, now=now)).is_hot else None


def new_challenge() -> str:
    from functions.intake import proof  # on most days nobody is asked for one

    return proof.challenge(keys().newest, outside() + FORM_LIVES)


def observe(token: FormToken, address: str, number: Phone | None, trap: str, brought: str, now: datetime) -> Observed:
    """Count a report and say what was seen of it: `trap` stands in the field that nobody sees, `brought` in the
    proof's."""
    age = now - token.shown
    heat = Heat(_take(by_address(address), now), _in_county(token, now))
    return Observed(
        trap_filled=bool(trap),
        age=age,
        heat=heat,
        from_number=_take(_by_number(number), now) if number else 0,
        asked=token.asked,
        proven=proof_is_due(token.asked, age, heat) and _proven(brought, token, now),
    )


def too_many(address: str, telephone: str, now: datetime) -> Refused:
    """What a flood is told: how long to wait, and the telephone where somebody answers."""
    return Refused("too_many_filed", minutes=by_address(address).minutes_left(now), telephone=telephone)


def by_address(address: str) -> Limit:
    return Limit(f"filed#address#{network(address)}", FLOOD, 60 * 60)


def _by_number(number: Phone) -> Limit:
    return Limit(f"filed#number#{telephone_key(keys().newest, number)}", 1000, 24 * 60 * 60)


def _take(limit: Limit, now: datetime, tries: int = 1) -> int:
    """How many there are with this one; above the most where there was no more to take."""
    try:
        taken = count(limit, now, tries)
    except Busy:
        return 0
    return limit.most + 1 if taken is None else taken


def _taken(*limits: Limit, now: datetime) -> tuple[int, ...]:
    """How many there are of each."""
    try:
        found = counted(limits, now)
    except Busy:
        found = {}
    return tuple(found.get(limit, 0) for limit in limits)


def _in_county(token: FormToken, now: datetime) -> int:
    if int(token.digest[:8], 16) % ONE_IN == 0:
        return _take(COUNTY, now, ONE_IN)
    if now - token.shown > SHOWN_BEFORE:  # it was not asked for a proof; has it become hot since?
        return _taken(COUNTY, now=now)[0]
    return 0


def _proven(brought: str, token: FormToken, now: datetime) -> bool:
    from functions.intake import proof

    if (good := proof.read(keys().named.values(), brought)) is None:
        return False
    try:
        return use_once(f"proof#{good.challenge}", token.digest, good.until, now)
    except Busy:
        return True
