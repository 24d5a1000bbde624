"""Who is signed in at the desk. The table knows a digest of the cookie alone, so a copy of it opens nothing."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.domain.errors import Refused
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import written

LONGEST = timedelta(hours=12)  # a working day: then one signs in again


class SessionItem(Row):
    class Meta:
        table_name = TableName("sessions")

    session = UnicodeAttribute(hash_key=True)
    staff = UnicodeAttribute()
    created = UnicodeAttribute()
    expires_at = NumberAttribute()  # seconds since 1970


def create(staff_id: str, now: datetime) -> str:
    """Begin a session; answers with the secret for the cookie, new each time."""
    secret = secrets.token_urlsafe(32)
    ends = int((now + LONGEST).timestamp())
    SessionItem(_key(secret), staff=staff_id, created=written(now), expires_at=ends).save()
    return secret


def staff_of(secret: str, now: datetime) -> str:
    """The id of whoever holds `secret`. Raises Refused `sign_in` unless such a session lives."""
    if not secret:
        raise Refused("sign_in")
    try:
        found = SessionItem.get(_key(secret), consistent_read=True)
    except SessionItem.DoesNotExist:
        raise Refused("sign_in") from None
    if found.expires_at <= now.timestamp():  # TTL is late
        raise Refused("sign_in")
    return str(found.staff)


def end(secret: str) -> None:
    """End the session, if there is one."""
    if secret:
        SessionItem(_key(secret)).delete()


def _key(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
