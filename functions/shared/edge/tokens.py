"""Signed texts that we hand out and get back: form tokens, links, the cookies of a door. Signed by `itsdangerous`.

Each is good for one purpose, about one subject, until a time; keys rotate beneath them (`Keys`).
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.keys import Keys

FORM_LIVES = timedelta(hours=24)
DOOR_LIVES = timedelta(hours=12)
LINK_LIVES = timedelta(days=90)  # an order's longest life, and 60 days after it
CALENDAR_LIVES = timedelta(days=400)  # a year, and a month to notice; keys that rotate may end it sooner


@dataclass(frozen=True)
class FormToken:
    """What a form or a button carries: whoever sends it twice has sent it once.

    `shown` is when it was handed out, to the second; `asked`, whether a proof of work was asked for with it.
    """

    key: bytes
    nonce: str
    shown: datetime
    asked: bool = False

    def cause(self, step: str, **content: str) -> Cause:
        """What brought a fact about: this press, and what was typed."""
        told = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return Cause(f"{step}:{self.digest}", self._digest(told))

    @property
    def digest(self) -> str:
        """What this form is known by: the same before and after a rotation of the keys."""
        return self._digest(self.nonce)

    def _digest(self, text: str) -> str:
        return hmac.digest(self.key, text.encode(), "sha256").hex()[:32]


def form_token(keys: Keys, purpose: str, subject: str, now: datetime, *, asked: bool = False) -> str:
    """A token for one form about `subject` (a code, or empty for anybody's form)."""
    told = [keys.current, subject, secrets.token_urlsafe(12), _until(now + FORM_LIVES)]
    return _signed(keys, f"form {purpose}", [*told, 1] if asked else told)


def read_form(keys: Keys, purpose: str, subject: str, token: str, now: datetime) -> FormToken:
    """Raises Refused `form_expired` for a token that is old, forged or of another form."""
    try:
        key, about, nonce, until, *asked = URLSafe(keys, f"form {purpose}").loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise Refused("form_expired") from error
    if about != subject or until < now.timestamp():
        raise Refused("form_expired")
    shown = datetime.fromtimestamp(until, UTC) - FORM_LIVES
    return FormToken(keys.key(key), nonce, shown, asked=bool(asked))


def pass_for(keys: Keys, purpose: str, subject: str, now: datetime, lives: timedelta) -> str:
    """A signed link's secret, or a door's cookie: whoever holds it may see `subject` until it ends."""
    return _signed(keys, f"pass {purpose}", [subject, _until(now + lives)])


def holds(keys: Keys, purpose: str, subject: str, token: str, now: datetime) -> bool:
    """Whether `token` is a pass for `subject` that still lives."""
    return subject_of(keys, purpose, token, now) == subject


def subject_of(keys: Keys, purpose: str, token: str, now: datetime) -> str | None:
    """What `token` is a pass for, if it is one that still lives."""
    try:
        about, until = URLSafe(keys, f"pass {purpose}").loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return about if isinstance(about, str) and until >= now.timestamp() else None


class URLSafe(URLSafeSerializer):
    def __init__(self, keys: Keys, salt: str) -> None:
        oldest_first = sorted(keys.named, key=lambda name: name == keys.current)
        super().__init__(
            [keys.named[name] for name in oldest_first],
            salt=salt,
            signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
        )


def _signed(keys: Keys, salt: str, payload: list[object]) -> str:
    made = URLSafe(keys, salt).dumps(payload)
    return made if isinstance(made, str) else made.decode()


def _until(at: datetime) -> int:
    return int(at.timestamp())
