"""One digest to one reader: gathered, claimed, sent, marked. Nothing to say: nothing sent."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from functions.digests import render
from functions.digests.letters import Letter, period_of
from functions.digests.readers import Reader, audience, readers
from functions.digests.send import sent
from functions.shared.domain.directory import ContactWay
from functions.shared.domain.errors import Refused
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.channel import Retry, SlowDown
from functions.shared.tables import digests, directory


def heard(message: dict[str, Any]) -> None:
    """One digest to one reader, or to a unit. Hearing it again sends nothing again; of an older release a message names
    its `unit` alone."""
    letter, of = Letter(message.get("letter", Letter.UNIT)), str(message.get("of") or message["unit"])
    day, period, at = date.fromisoformat(message["day"]), str(message["period"]), now()
    whose = audience(letter, of, str(message.get("to", "")))
    try:
        digest = render.gathered(letter, of, period_of(letter, day, directory.calendar()), at)
    except Refused:
        told("digest_not_needed", letter=letter, audience=whose, why="left")
        return
    to = () if digest.empty else tuple(readers(letter, of, str(message.get("to", "")), digest, day))
    if not to:
        told("digest_not_needed", letter=letter, audience=whose, why="quiet" if digest.empty else "nobody")
        return
    claimed = digests.claim(whose, period, at)
    if claimed is None:
        return
    try:
        by = _first(to, lambda it: sent(it, letter, of, digest, f"digest:{whose}:{period}", at))
    except (Retry, SlowDown) as later:
        if not (isinstance(later, Retry) and later.maybe_sent):
            digests.give_back(claimed, at)
        raise
    digests.sent(claimed, at)
    told("digest_sent" if by else "digest_undeliverable", letter=letter, audience=whose, way=by.way if by else None)


def _first(to: Iterable[Reader], goes: Callable[[Reader], bool]) -> Reader | None:
    """The first way that it has gone by. A robot or a text that can't be reached now, and surely has nothing, isn't
    waited for while another way is there."""
    waited: Retry | None = None
    for reader in to:
        try:
            if goes(reader):
                return reader
        except Retry as later:
            if later.maybe_sent or reader.way is ContactWay.EMAIL:
                raise
            waited = later
    if waited:
        raise waited
    return None


main = consumer(heard)
