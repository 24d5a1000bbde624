"""One letter to a follower: whether it was they who asked, or their week. Claimed, sent, marked; never twice."""

from datetime import datetime
from typing import Any

from functions.follows import by_text, subjects
from functions.follows.gather import week_of
from functions.follows.subjects import Subject
from functions.shared.domain.directory import ContactWay
from functions.shared.domain.errors import Refused
from functions.shared.domain.follow import Follow
from functions.shared.edge import follow_links
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers, templates
from functions.shared.gateways.channel import Never
from functions.shared.gateways.email import Letter
from functions.shared.gateways.keys import keys
from functions.shared.tables import digests, follows, suppressions


def heard(message: dict[str, Any]) -> None:
    """One letter. Hearing it again sends nothing again."""
    what, period = str(message["letter"]), str(message["period"])
    follow = follows.find(str(message["subject"]), str(message["follow"]), now())
    if follow is not None and follow.way is ContactWay.SMS:
        by_text.ask(follow, period)
        return
    post = providers.email()
    if follow is None or post is None or suppressions.holds(follow.target, now()):
        told("follow_letter_not_needed", follow=message["follow"], letter=what)
        return
    out_id = f"follow:{follow.id}:{what}:{period}"
    letter = _confirming(follow) if what == "confirm" else _weekly(follow, datetime.fromisoformat(message["until"]))
    if letter is None:
        told("follow_letter_not_needed", follow=follow.id, letter=what)
        return
    claimed = digests.claim(f"follow:{follow.id}", f"{what}:{period}", now())
    if claimed is None:
        return
    subject, text, html, stop = letter
    try:
        post.send(Letter(follow.target, subject, text, html, unsubscribe=stop, out_id=out_id))
    except Never as never:
        told("way_closed", follow=follow.id, reason=str(never))
        if never.address:
            suppressions.add(follow.target, str(never), now())
    digests.sent(claimed, now())
    told("follow_letter_sent", follow=follow.id, letter=what)


def _confirming(follow: Follow) -> tuple[str, str, str, str | None] | None:
    """The one letter that somebody gets who has not said that they want any. None: they have, or it is over."""
    about = _known(follow)
    if follow.confirmed_at is not None or about is None or about.over:
        return None
    link = follow_links.confirm_link(keys(), follow.subject, follow.id, now())
    return *templates.email("follows/asking", follow.language, subject=about, link=link), None


def _weekly(follow: Follow, until: datetime) -> tuple[str, str, str, str | None] | None:
    """None: nothing has happened that would be worth a letter."""
    about = _known(follow)
    if follow.confirmed_at is None or about is None:
        return None
    week = week_of(about.kind, about.of, until)
    if week.quiet:
        return None
    stop = follow_links.stop_link(keys(), follow.subject, follow.id, now())
    said = templates.email(
        "follows/weekly", follow.language, subject=about, week=week, stop=stop, door=public_url(), now=until
    )
    return *said, stop


def _known(follow: Follow) -> Subject | None:
    try:
        return subjects.behind(follow.subject)
    except Refused:
        return None


main = consumer(heard)
