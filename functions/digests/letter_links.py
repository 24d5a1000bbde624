"""The address in a digest by which its reader stops it: it shows a page, whose button acts (RFC 8058)."""

from datetime import datetime, timedelta

from functions.digests.letters import Letter
from functions.shared.domain.keys import Keys
from functions.shared.edge import tokens
from functions.shared.edge.config import public_url

STOP = "letter-stop"
LIVES = timedelta(days=400)  # of an old letter, too; keys that rotate may end it sooner


def stop_link(keys: Keys, reader: str, letter: Letter, now: datetime) -> str:
    return public_url(f"/letters/stop?l={tokens.pass_for(keys, STOP, f'{reader} {letter}', now, LIVES)}")


def behind(keys: Keys, token: str, now: datetime) -> tuple[str, Letter] | None:
    """The reader and the letter that `token` was made for, while it lives."""
    reader, _, letter = (tokens.subject_of(keys, STOP, token, now) or "").rpartition(" ")
    return (reader, Letter(letter)) if reader else None
