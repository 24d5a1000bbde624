"""The mark by which the front door knows the watch's hourly trial from a resident's report.

It is signed over the very token of the form that it comes with and lives for minutes: a mark that somebody has read off
the line is good for nothing but the one form that it was sent with.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from functions.shared.domain.keys import Keys
from functions.shared.edge import tokens

FIELD = "canary"  # of the form, beside what a person fills in
LIVES = timedelta(minutes=5)


def mark(keys: Keys, form_token: str, now: datetime) -> str:
    """What is sent in FIELD with the form that carries `form_token`."""
    return tokens.pass_for(keys, FIELD, form_token, now, LIVES)


def marked(keys: Keys, form: Mapping[str, str], now: datetime) -> bool:
    """Whether `form` is a true trial: signed with our keys, for this form, moments ago. Anything else is a report."""
    token = form.get("token", "")
    return bool(token) and tokens.holds(keys, FIELD, token, form.get(FIELD, ""), now)
