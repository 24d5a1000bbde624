"""How often one way is tried, and how long until the next time."""

from datetime import timedelta

TRIES = 4  # of one person by one way; then the next way, the next person, the desk
URGENT_TRIES = 2
PATIENCE, URGENT_PATIENCE = timedelta(minutes=10), timedelta(minutes=1)  # with a provider who wants more time
_PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=8))
RECEIPTS_ASKED = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=12))  # since it was sent


def next_try(tries: int, chance: float, *, urgent: bool, after: timedelta | None = None) -> timedelta | None:
    """The pause after `tries` in vain, `chance` from 0 to 1 for the jitter; `after`: what the provider wants at least.
    None: not by this way any more."""
    most, patience = (URGENT_TRIES, URGENT_PATIENCE) if urgent else (TRIES, PATIENCE)
    if tries >= most or (after is not None and after > patience):
        return None
    longest = _PAUSES[min(tries, len(_PAUSES)) - 1]
    pause = longest / 2 + longest / 2 * chance
    return max(pause, after) if after else pause


def next_question(asked: int) -> timedelta | None:
    """How long after sending the provider is asked once more, after `asked` times; None: never again."""
    return RECEIPTS_ASKED[asked] if asked < len(RECEIPTS_ASKED) else None
