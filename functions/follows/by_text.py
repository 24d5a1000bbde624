"""The one text that somebody gets who has not said that they want any: whether it was they who asked."""

from functions.shared import texting
from functions.shared.domain.errors import Refused
from functions.shared.domain.follow import Follow
from functions.shared.domain.phone import Phone
from functions.shared.edge.clock import now
from functions.shared.edge.config import setting
from functions.shared.edge.telemetry import told
from functions.shared.gateways import sms_words
from functions.shared.gateways.channel import Never, Text
from functions.shared.tables import digests, directory, requests


def ask(follow: Follow, period: str) -> None:
    """Ask once. What they answer is heard by the room of replies. Raises Retry, SlowDown or Busy."""
    text, phone, at = _text(follow), Phone(follow.target), now()
    claimed = None
    if follow.confirmed_at is None and text is not None:
        claimed = digests.claim(f"follow:{follow.id}", f"confirm:{period}", at)
    if claimed is None or text is None:
        told("follow_letter_not_needed", follow=follow.id, letter="confirm")
        return
    try:
        texting.send(phone, text, f"follow:{follow.id}:confirm:{period}", at)
    except (Never, texting.Spent) as why:
        told("way_closed", follow=follow.id, reason=str(why))
    digests.sent(claimed, at)
    told("follow_letter_sent", follow=follow.id, letter="confirm")


def _text(follow: Follow) -> Text | None:
    """None where the request isn't there any more."""
    try:
        request = requests.load(follow.of)
        filed = request.filed
    except Refused:
        return None
    community, compound = directory.community(filed.community), request.public_compound
    values = sms_words.about(
        language=str(follow.language),
        to_resident=False,
        community=community,
        address=setting("SMS_ADDRESS"),
        category=directory.category(filed.category),
        compound=directory.compound(compound) if compound else None,
        code=request.id,
    )
    return sms_words.text("follow_asked", str(follow.language), community.id, values)
