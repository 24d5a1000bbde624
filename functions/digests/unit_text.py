"""A unit's morning as one text message: how many orders press, and the code of the one that presses most."""

from functions.digests.of_unit import UnitDigest
from functions.shared.edge.config import setting
from functions.shared.gateways import sms_words
from functions.shared.gateways.channel import Text
from functions.shared.tables import directory


def unit_text(digest: UnitDigest) -> Text:
    """Of what is late or due today; the telephone in it is that of the first one's community."""
    first = digest.pressing[0]
    community = directory.community(first.community)
    values = sms_words.about(
        language="zh",
        to_resident=False,
        community=community,
        address=setting("SMS_ADDRESS"),
        code=first.code,
        count=len(digest.pressing),
    )
    return sms_words.text("today_unit", "zh", community.id, values)
