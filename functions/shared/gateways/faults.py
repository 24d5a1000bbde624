"""Providers' codes sorted into what to do next: each provider's table is data, and this reads it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from functions.shared.gateways.channel import Never, Retry, SlowDown

_UNFIT = re.compile(r"[^\w.:-]", re.ASCII)


class Meaning(Enum):
    """What a code asks of us."""

    RETRY = "retry"
    SLOW_DOWN = "slow down"
    NEVER = "never"  # this message, or our account: another channel at once
    ADDRESS = "address"  # never, and the address itself is bad


@dataclass(frozen=True)
class Code:
    """What a provider's code means. `after`: how long to leave it, where the provider's documents say so."""

    meaning: Meaning
    words: str  # the provider's explanation, in short
    after: timedelta | None = None


def fault(code: str, codes: Mapping[str, Code]) -> Retry | SlowDown | Never:
    """The error to raise for `code`. `Throttling.User` is read as `Throttling` if it has no line of its own; what no
    table knows may pass, so it is Retry, and whoever retries has a budget."""
    known = codes.get(code) or codes.get(code.split(".")[0])
    reason = _UNFIT.sub("", code)[:60] or "no_code"
    match known.meaning if known else Meaning.RETRY:
        case Meaning.SLOW_DOWN:
            return SlowDown(reason, after=known.after if known else None)
        case Meaning.NEVER:
            return Never(reason)
        case Meaning.ADDRESS:
            return Never(reason, address=True)
    return Retry(reason)
