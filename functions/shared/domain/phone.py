"""A telephone number that never shows itself by accident."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phone:
    """A telephone number in E.164 form, such as +8615400001234. Its repr and str are masked."""

    e164: str

    @property
    def last_four(self) -> str:
        return self.e164[-4:]

    @property
    def takes_texts(self) -> bool:
        """Whether it can be a mobile: Chinese ones are +86 1 and ten digits more; abroad, nobody can tell."""
        return not self.e164.startswith("+86") or (self.e164[3:4] == "1" and len(self.e164) == 14)

    def __repr__(self) -> str:
        return f"Phone(…{self.last_four[-2:]})"

    __str__ = __repr__
