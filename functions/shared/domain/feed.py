"""What an Atom feed says of itself (RFC 4287); its entries are the template's."""

from dataclasses import dataclass
from datetime import datetime

TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Feed:
    """`address` is where this language of it is read, `page` what people read instead; both whole."""

    id: str
    address: str
    page: str
    updated: datetime


def name(county: str, path: str) -> str:
    """A name for ever (RFC 9562, 5.5): the same wherever the service may move to."""
    from uuid import NAMESPACE_URL, uuid5  # feeds alone are named so

    return uuid5(NAMESPACE_URL, f"dandelion:{county}/{path}").urn
