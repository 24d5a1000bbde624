"""The secret keys behind codes, links and tokens: the newest, and the one before it while it is still honoured."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.shared.domain.errors import Refused


@dataclass(frozen=True)
class Keys:
    """`named` holds at most two live keys; what is made now is made with the one called `current`."""

    current: str
    named: Mapping[str, bytes]

    @property
    def newest(self) -> bytes:
        return self.named[self.current]

    def key(self, name: str) -> bytes:
        """The key that a token names. Raises Refused `form_expired` once it has been retired."""
        try:
            return self.named[name]
        except KeyError:
            raise Refused("form_expired") from None

    def __repr__(self) -> str:
        return f"Keys({self.current}, …)"
