"""The addresses in letters to followers: one that confirms, one that stops. Each shows a page; its button acts."""

from datetime import datetime, timedelta

from functions.shared.domain.follow import ASKED_FOR
from functions.shared.domain.keys import Keys
from functions.shared.edge import tokens
from functions.shared.edge.config import public_url

CONFIRM, STOP = "follow-confirm", "follow-stop"
STOP_LIVES = timedelta(days=400)  # of an old letter, too; keys that rotate may end it sooner


def confirm_link(keys: Keys, subject: str, follow_id: str, now: datetime) -> str:
    return public_url(f"/follow/confirm?f={_pass(keys, CONFIRM, subject, follow_id, now, ASKED_FOR)}")


def stop_link(keys: Keys, subject: str, follow_id: str, now: datetime) -> str:
    """Also the one that a mailbox's own button posts to (RFC 8058)."""
    return public_url(f"/follow/stop?f={_pass(keys, STOP, subject, follow_id, now, STOP_LIVES)}")


def behind(keys: Keys, purpose: str, token: str, now: datetime) -> tuple[str, str] | None:
    """Subject and id of the follow that `token` was made for, while it lives."""
    told = tokens.subject_of(keys, purpose, token, now)
    subject, _, follow_id = (told or "").rpartition(" ")
    return (subject, follow_id) if subject else None


def _pass(keys: Keys, purpose: str, subject: str, follow_id: str, now: datetime, lives: timedelta) -> str:
    return tokens.pass_for(keys, purpose, f"{subject} {follow_id}", now, lives)
