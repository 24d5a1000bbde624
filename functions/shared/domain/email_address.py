"""What an email address looks like: enough to notice a slip, no more. Whether it exists only a letter can tell."""

import re

LONGEST = 254  # RFC 5321 4.5.3.1, with the errata: characters
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s.<>,;:\"()\[\]\\]+")


def looks_like_one(text: str) -> bool:
    """ASCII alone: RFC 6531 isn't offered everywhere."""
    return text.isascii() and len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
