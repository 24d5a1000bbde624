"""The text that answers one that came in: it names place and kind of what was just done."""

from collections.abc import Sequence

from functions.response.answer import Decided
from functions.response.open_questions import Question
from functions.shared.domain.directory import Community
from functions.shared.edge.config import setting
from functions.shared.gateways import sms_words
from functions.shared.gateways.channel import Text
from functions.shared.gateways.time_words import sms_moment
from functions.shared.tables import directory, requests


def text(decided: Decided, nearest: Sequence[Question], ever: Sequence[str] = ()) -> Text:
    """What is sent back. `nearest`: what is open to the number, where the answer is about nothing of it: its community
    is whom one may call, or that of what was `ever` filed with it, or else the county's first."""
    about = decided.about or tuple(nearest)
    if not about:
        once = requests.load(ever[-1]).filed.community if ever else None
        return _general(decided.answer, directory.community(once) if once else directory.communities()[0], "zh")
    request = requests.load(about[0].request_id)
    filed, first = request.filed, about[0]
    community = directory.community(filed.community)
    language = "zh" if first.unit else first.language or str(filed.language)
    if not decided.about:
        return _general(decided.answer, community, language)
    compound = request.public_compound if first.follow else filed.compound  # to a follower as coarse as to everybody
    order = request.order(first.order) if first.order is not None else None
    values = sms_words.about(
        language=language,
        to_resident=first.unit is None and first.follow is None,
        community=community,
        address=setting("SMS_ADDRESS"),
        category=directory.category(filed.category),
        compound=directory.compound(compound) if compound else None,
        unit=directory.unit(first.unit) if first.unit else None,
        code=first.code,
        when=sms_moment(order.answer_by, language) if order else None,
        count=len(about),
    )
    if len(about) > 1 and decided.act is None:
        values |= sms_words.endings(about[0].code, about[1].code)
    return sms_words.text(decided.answer, language, community.id, values)


def _general(name: str, community: Community, language: str) -> Text:
    values = sms_words.about(language=language, to_resident=True, community=community, address=setting("SMS_ADDRESS"))
    return sms_words.text(name, language, community.id, values)
