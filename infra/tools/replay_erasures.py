"""Erases again whatever a restore has brought back: `python -m infra.tools.replay_erasures`.

After the tables were set back to one instant (all but the list of erasures itself, which is never set back), and before
anybody may look. Safe to repeat: what is gone is gone, and what was said after an erasure stays.

Needs the names of the tables, AWS_REGION and credentials.
"""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime

from functions.privacy.erase import erase, holds, remove
from functions.shared.domain.erasure import Erasure
from functions.shared.domain.errors import Refused
from functions.shared.domain.transitions import State
from functions.shared.tables import requests
from functions.shared.tables.erasures import ErasureItem, erasure_of
from infra.tools.ledger import everything


@dataclass
class Repeated:
    """What came of each line of the list."""

    again: list[str] = field(default_factory=list)  # something had come back, and is gone again
    clean: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)  # the same, but in the restored ledger it hasn't closed yet
    unknown: list[str] = field(default_factory=list)  # there is no such request in the restored ledger


def replay(now: datetime) -> Repeated:
    """Go through the whole list, oldest first."""
    found = Repeated()
    listed = (erasure_of(ErasureItem.from_raw_data(item)) for item in everything("erasures"))
    for erasure in sorted(listed, key=lambda each: (each.at, each.id)):
        _repeat(erasure, now, found)
    return found


def _repeat(erasure: Erasure, now: datetime, found: Repeated) -> None:
    try:
        request = requests.load(erasure.request_id)
    except Refused:
        found.unknown.append(erasure.id)
        return
    held = holds(request, erasure.at)
    remove(request, held)
    told_since = request.since > erasure.at
    if request.state is State.CLOSED and not request.erased and not told_since:
        erase(request.id, by=erasure.by, why=erasure.why, now=now)
    if not held.anything:
        found.clean.append(erasure.id)
    elif request.state is State.CLOSED or told_since:
        found.again.append(erasure.id)
    else:
        found.open.append(erasure.id)


def main() -> int:
    found = replay(datetime.now(UTC))
    print(f"{len(found.again) + len(found.open)} erased again, {len(found.clean)} had nothing left to erase.")
    for erasure_id in found.open:
        print(f"{erasure_id}: nothing is kept of who asked, but in these tables it is open: withdraw it at the desk.")
    for erasure_id in found.unknown:
        print(f"{erasure_id}: no such request in these tables.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
