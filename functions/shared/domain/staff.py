"""Who works at the desk: a post with one role, over a station, a community or the county."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    STAFF = "staff"  # at a station or in a community: the work of every day
    LEAD = "lead"  # of a community
    COUNTY = "county"  # as a lead, over all communities
    SUPERVISOR = "supervisor"  # reads, never writes
    ADMIN = "admin"  # keeps the directory, sees no request


class ScopeKind(StrEnum):
    STATION = "station"
    COMMUNITY = "community"
    COUNTY = "county"


@dataclass(frozen=True)
class Staff:
    """A post at the desk. A station's belongs to its community too; over the county, both are None.

    `email` or `subject` (the issuer's id for the account) is what signing in recognizes it by.
    """

    id: str
    name: str = field(repr=False)
    role: Role
    community: str | None
    station: str | None
    email: str = field(repr=False)
    subject: str | None = field(default=None, repr=False)

    @property
    def scope(self) -> ScopeKind:
        if self.station:
            return ScopeKind.STATION
        return ScopeKind.COMMUNITY if self.community else ScopeKind.COUNTY

    def covers(self, community: str) -> bool:
        """Whether what belongs to `community` is this post's."""
        return self.community is None or self.community == community
