"""What keeps coming back, and what is known of it: the words of the rule in repeating.py."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from functions.shared.domain.errors import Refused

GROWS_BY = 3  # residents or requests more, and what was set aside is proposed again
_ID = re.compile(r"([a-z0-9_]{1,60})\.([a-z0-9_]{0,60})\.([a-z0-9_]{1,60})")


@dataclass(frozen=True, order=True)
class About:
    """What repeats, and where: as coarse as the category's rule says. No compound: the community whole."""

    community: str
    compound: str | None
    category: str

    @property
    def id(self) -> str:
        """longwangmiao.ankang.litter; longwangmiao..meals for the community whole."""
        return f"{self.community}.{self.compound or ''}.{self.category}"


def about_of(text: str) -> About:
    """The About whose id is `text`. Raises Refused `unknown_page`."""
    found = _ID.fullmatch(text)
    if not found:
        raise Refused("unknown_page")
    community, compound, category = found.groups()
    return About(community, compound or None, category)


@dataclass(frozen=True)
class Case:
    """A request as far as it matters here. `joined` residents are answered with it, beside whoever asked."""

    code: str
    received_at: datetime
    category: str
    community: str
    compound: str | None = None
    joined: int = 0

    @property
    def residents(self) -> int:
        return 1 + self.joined


@dataclass(frozen=True)
class Dismissal:
    """It was looked at, and no programme was made of it; how many there were then."""

    at: datetime
    reason: str
    residents: int


@dataclass(frozen=True)
class Standing:
    """What is known already of something that repeats. `counts_from`: its last programme ended then."""

    running: bool = False
    counts_from: datetime | None = None
    dismissed: Dismissal | None = None


NOTHING_KNOWN = Standing()


@dataclass(frozen=True)
class Recurring:
    """Something that repeats. `cases` are those that can be named, oldest first: of a kind that is never public only
    those still open, `count` being more. `public`: whether everybody may ever read of it."""

    about: About
    cases: tuple[Case, ...]
    count: int
    residents: int
    since: date
    public: bool

    def proposed(self, standing: Standing) -> bool:
        """Whether a programme is proposed: none runs, and it was not set aside, or has grown since."""
        if standing.running:
            return False
        if (before := standing.dismissed) is None:
            return True
        fresh = sum(case.received_at > before.at for case in self.cases)
        return fresh >= GROWS_BY or self.residents >= before.residents + GROWS_BY


@dataclass(frozen=True)
class Quiet:
    """Places from which nothing came in 90 days, in the directory's order: silence is not content."""

    communities: tuple[str, ...]
    stations: tuple[str, ...]
