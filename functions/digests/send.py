"""A digest by one way: an email, the words of a group's robot, or one text."""

from datetime import datetime

from functions.digests import render
from functions.digests.letter_links import stop_link
from functions.digests.letters import Letter
from functions.digests.of_community import CommunityDigest
from functions.digests.of_county import CountyDigest
from functions.digests.of_unit import UnitDigest
from functions.digests.readers import Reader
from functions.digests.render import Digest
from functions.digests.unit_text import unit_text
from functions.shared import texting
from functions.shared.domain.directory import ContactWay
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Never
from functions.shared.gateways.email import Letter as Mail
from functions.shared.gateways.keys import keys
from functions.shared.tables import suppressions


def sent(reader: Reader, letter: Letter, of: str, digest: Digest, out_id: str, at: datetime) -> bool:
    """Whether it has gone out; False: never by this way. Raises Retry, SlowDown, or Busy."""
    try:
        match reader.way:
            case ContactWay.EMAIL:
                return _by_email(reader, letter, of, digest, out_id, at)
            case ContactWay.ROBOT:
                return _by_robot(reader, of, digest, at)
            case ContactWay.SMS:
                return _by_text(reader, digest, out_id, at)
    except Never as never:
        told("way_closed", reader=reader.id, way=reader.way, reason=str(never))
        if never.address and reader.way is ContactWay.EMAIL:
            suppressions.add(reader.email, str(never), at)
        return False


def _by_email(reader: Reader, letter: Letter, of: str, digest: Digest, out_id: str, at: datetime) -> bool:
    post = providers.email()
    if post is None or suppressions.holds(reader.email, at):
        return False
    stop = stop_link(keys(), reader.id, letter, at)
    subject, text, html = render.email(letter, of, digest, at, stop)
    post.send(Mail(reader.email, subject, text, html, unsubscribe=stop, out_id=out_id))
    return True


def _by_robot(reader: Reader, of: str, digest: Digest, at: datetime) -> bool:
    if isinstance(digest, CommunityDigest | CountyDigest):
        return False
    providers.robot().send(reader.robot, render.robot_words(of, digest, at))
    return True


def _by_text(reader: Reader, digest: Digest, out_id: str, at: datetime) -> bool:
    """One segment: how many press, and the code of the one that presses most."""
    if reader.telephone is None or not isinstance(digest, UnitDigest):
        return False
    try:
        texting.send(reader.telephone, unit_text(digest), out_id, at)
    except texting.Spent as spent:
        told("way_spent", reader=reader.id, way=reader.way, budget=str(spent))
        return False
    return True
