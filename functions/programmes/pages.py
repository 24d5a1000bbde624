"""What the pages are given: lists with names, a matter with its past, where nothing comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.programmes import decide, form
from functions.shared.domain import words
from functions.shared.domain.county_time import local_day
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Fact
from functions.shared.domain.months import months_from
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.programme import Matter, Sentence
from functions.shared.domain.recurring import GROWS_BY, About, Recurring, about_of
from functions.shared.domain.staff import Staff
from functions.shared.doors.programmes import in_order, names, shown
from functions.shared.tables import directory, programmes
from functions.shared.tables.recurring import all_recurring, quiet_places

STILL_LISTED = timedelta(days=366)  # after it ended
DUE_AHEAD = 24  # months


@dataclass(frozen=True)
class Happened:
    """A line of the past: what, by which post, with what was said if it stands."""

    at: datetime
    what: str
    post: str
    said: Sentence | None
    fact: Fact


def listed(staff: Staff, wanted: str, now: datetime) -> dict[str, Any]:
    """All communities that are theirs, or the one that is `wanted`. Raises Refused `not_your_community`."""
    covered = tuple(it for it in directory.communities() if staff.covers(it.id))
    if wanted and wanted not in {it.id for it in covered}:
        raise Refused("not_your_community")
    looked_at = tuple(it.id for it in covered if wanted in ("", it.id))
    found = [it for each in looked_at for it in all_recurring(each, now) if _sees(staff, public=it[0].public)]
    known = [it for each in looked_at for it in programmes.declared(each, now, STILL_LISTED)]
    theirs = in_order(it for it in known if _sees(staff, public=it.public))
    quiet = quiet_places(now, looked_at)
    return {
        "communities": covered,
        "community": wanted,
        "proposed": tuple(shown(it) for it, standing in found if it.proposed(standing)),
        "aside": tuple(
            (shown(it), standing.dismissed)
            for it, standing in found
            if standing.dismissed and not standing.running and not it.proposed(standing)
        ),
        "running": tuple(shown(it) for it in theirs if it.ended_at is None),
        "ended": tuple(shown(it) for it in theirs if it.ended_at is not None),
        "quiet_communities": tuple(directory.community(it).name for it in quiet.communities),
        "quiet_stations": tuple(it for it in directory.stations() if it.id in quiet.stations),
        "grows_by": GROWS_BY,
        "today": local_day(now),
    }


def about(text: str, staff: Staff) -> About:
    """What the address names, if it is theirs. Raises Refused `unknown_page` or `not_your_community`."""
    it = about_of(text)
    try:
        names(it)
        within = directory.compound(it.compound).community if it.compound else it.community
    except Refused:
        raise Refused("unknown_page") from None
    if within != it.community:
        raise Refused("unknown_page")
    if not staff.covers(it.community):
        raise Refused("not_your_community")
    return it


def found(it: About, staff: Staff, now: datetime) -> Recurring | None:
    """How it repeats now, if it does."""
    every = (recurring for recurring, _ in all_recurring(it.community, now))
    return next((one for one in every if one.about == it and _sees(staff, public=one.public)), None)


def matter(it: Matter, recurring: Recurring | None, staff: Staff, now: datetime) -> dict[str, Any]:
    """The page of one. Raises Refused `not_permitted` for a programme that isn't for everybody at the desk."""
    if any(not _sees(staff, public=one.public) for one in it.programmes):
        raise Refused("not_permitted")
    return _head(it.about) | {
        "matter": it,
        "recurring": recurring,
        "proposed": recurring is not None and recurring.proposed(it.standing),
        "running": shown(it.running) if it.running else None,
        "before": tuple(shown(one) for one in reversed(it.programmes) if one.ended_at is not None),
        "past": _past(it),
        "offers": decide.offered(it, recurring, staff),
        "grows_by": GROWS_BY,
        "today": local_day(now),
    }


def form_page(it: Matter, act: str, typed: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The page of one act's form."""
    return _head(it.about) | {
        "act": act,
        "matter": it,
        "running": shown(it.running) if it.running else None,
        "fields": form.FIELDS[act],
        "form": typed,
        "reasons": form.REASONS,
        "units": directory.units() if "owner" in form.FIELDS[act] else (),
        "months": due_months(now),
        "sentences": decide.sentences(it),
        "today": local_day(now),
        "flags": (*words.flags(typed.get("zh", "")), *words.flags(typed.get("en", ""))),
    }


def due_months(now: datetime) -> tuple[str, ...]:
    """In which a programme may be due."""
    return months_from(local_day(now), DUE_AHEAD)


def _head(it: About) -> dict[str, Any]:
    community, place, category = names(it)
    return {"about": it, "community": community, "place": place, "category": category}


def _past(it: Matter) -> tuple[Happened, ...]:
    """Newest first. Who did it is a post; one that is gone is named by its id."""
    posts = {post.id: post.name for post in directory.staff()} if it.facts else {}
    said = {line.sequence: line.said for line in decide.sentences(it)}
    happened = [
        Happened(fact.at, type(fact).__name__, _post(fact, posts), said.get(sequence), fact)
        for sequence, fact in enumerate(it.facts, start=1)
    ]
    return tuple(reversed(happened))


def _post(fact: Fact, posts: Mapping[str, str]) -> str:
    post = fact.by.partition(":")[2]
    return posts.get(post, post)


def _sees(staff: Staff, *, public: bool) -> bool:
    """What is never public is for those who may see who asked."""
    return public or may(staff.role, Act.LOOK_PRIVATE)


def kept(typed: Mapping[str, str], fields: Iterable[str]) -> tuple[str, ...]:
    """What was typed in sentences, for somebody whose form is no longer asked for."""
    return tuple(typed[name] for name in fields if name in ("zh", "en") and typed.get(name))
