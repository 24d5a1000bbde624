"""Facts as they are written: the name, and a JSON text of the fields. What was written once is read for ever.

A field that a stored fact lacks takes its default; one that the type no longer knows is an error, since none is ever
removed.
"""

import json

from functions.shared.domain.facts import FACTS, Cause, Fact
from functions.shared.tables import codec

_OUTSIDE = ("at", "by", "cause")  # attributes of their own


class UnknownFact(Exception):
    """A stored fact that this version of the code can't understand."""


def to_body(fact: Fact) -> str:
    """The fields of `fact` but its time, actor and cause."""
    return codec.dumps(fact, leave=_OUTSIDE)


def from_stored(name: str, at: str, by: str, cause: Cause, body: str) -> Fact:
    """The fact that was stored. Raises UnknownFact."""
    try:
        kind = FACTS[name]
        fact: Fact = codec.build(kind, json.loads(body) | {"at": at, "by": by, "cause": cause})
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownFact(f"{name}: {error}") from error
    return fact
