"""Digests as they are read: subject, text and HTML of an email, or the words of a group's robot."""

from datetime import date, datetime

from functions.digests import gather, gather_county
from functions.digests.gather import order_line
from functions.digests.letters import TO_COMMUNITIES, TO_THE_COUNTY, WITH_FIGURES, YEARLY, Letter, Period
from functions.digests.of_community import CommunityDigest
from functions.digests.of_county import CountyDigest
from functions.digests.of_leader import LeaderDigest
from functions.digests.of_unit import GROUPS, UnitDigest
from functions.shared.domain.directory import Name
from functions.shared.edge.config import public_url
from functions.shared.gateways import templates
from functions.shared.gateways.group_robot import LONGEST
from functions.shared.tables import directory

Mail = tuple[str, str, str]
Digest = UnitDigest | LeaderDigest | CommunityDigest | CountyDigest


def gathered(letter: Letter, of: str, period: Period, now: datetime) -> Digest:
    """Raises Refused `unknown_unit` or `unknown_community`."""
    figures = letter in WITH_FIGURES
    if letter in TO_THE_COUNTY:
        return gather_county.county(period, now, figures=figures, opening=letter in YEARLY)
    if letter in TO_COMMUNITIES:
        return gather.community(of, period, now, figures=figures)
    if letter is Letter.LEADER:
        return gather.leader_week(of, period, now)
    directory.unit(of)
    return gather.unit_morning(of, period.since, now)


def email(letter: Letter, of: str, digest: Digest, now: datetime, stop: str | None, language: str = "zh") -> Mail:
    """Subject, text and HTML. `stop` is the address that stops it; None in a preview."""
    if isinstance(digest, UnitDigest):
        return _unit_email(directory.unit(of).name, digest, now, stop, language)
    name = {LeaderDigest: "leader", CommunityDigest: "community", CountyDigest: "county"}[type(digest)]
    said = {"digest": digest, "letter": letter, "door": public_url(), "unsubscribe": stop}
    return templates.email(f"digests/{name}", language, **said)


def robot_words(of: str, digest: UnitDigest | LeaderDigest, now: datetime) -> str:
    """In a group nobody gets a signed link: numbers, and each order's code."""
    unit, address = directory.unit(of).name, public_url("/u")
    if isinstance(digest, LeaderDigest):
        return _fitting(templates.text("digests/leader_robot.txt", "zh", digest=digest, address=address))
    return _fitting(templates.text("digests/unit_robot.txt", "zh", unit=unit, address=address, **_groups(digest, now)))


def _fitting(words: str) -> str:
    """As much as a robot says at once; the last line, where all of it can be seen, stays."""
    lines = words.split("\n")
    while len("\n".join(lines).encode()) > LONGEST and len(lines) > 2:
        del lines[-2]
    return "\n".join(lines)


def _unit_email(unit: Name, digest: UnitDigest, now: datetime, stop: str | None, language: str) -> Mail:
    day: date = digest.day
    said = {"unit": unit, "day": day, "door": public_url("/u"), "unsubscribe": stop}
    return templates.email("digests/unit", language, **said, **_groups(digest, now))


def _groups(digest: UnitDigest, now: datetime) -> dict[str, object]:
    return {name: tuple(order_line(order, now) for order in getattr(digest, name)) for name in GROUPS}
