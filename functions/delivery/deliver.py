"""Takes an alert to a person: claimed, sent, marked; if not this way, then another; if nobody, to the desk's list."""

import random
from dataclasses import replace
from datetime import datetime

from functions.delivery import message
from functions.delivery.hold import Group, Together, hold, next_group, person_of, until_morning
from functions.delivery.retry import next_question, next_try
from functions.delivery.route import Leg, route
from functions.delivery.said import Said, packed, unpacked
from functions.delivery.still_matters import still_matters
from functions.delivery.tracks import on_track, tracks
from functions.shared.domain.alert import Alert, AlertKind, Track
from functions.shared.domain.directory import Class, ContactWay
from functions.shared.domain.errors import Busy
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import log, told
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Never, ReceiptState, Retry, SlowDown
from functions.shared.tables import deliveries, directory, requests, suppressions
from functions.shared.tables.deliveries import DeliveryItem, End
from functions.shared.tables.times import read
from functions.shared.texting import Spent, may_text, not_sent, texts_today

MOST_ATTEMPTS = 30  # of a delivery that breaks each time: then the desk has to call


def hear(alert: Alert) -> None:
    """One alert, heard for the first time or again: it is sent, held, or passed over, each once."""
    at = now()
    if alert.at < at - deliveries.KEPT:  # its marks are gone: a replay says nothing twice
        told("alert_too_old", alert_id=alert.alert_id)
        return
    said = _load(alert)
    legs = route(alert, said.theirs, at, said.holder)
    urgent = alert.priority == Class.P0
    group = hold(alert, at, directory.calendar(), 0 if urgent else _texts_today(legs, at))
    held = group if legs and _matters(said) else None
    broken: Exception | None = None
    for track in reversed(tracks(alert, legs)):  # the first one last: it may have to know of its copies
        if held is not None and track is Track.FIRST:
            _join(alert, held, legs[0].person, at)
        elif (delivery := deliveries.claim(f"{alert.alert_id}#{track}", at, packed(alert))) is not None:
            try:
                _go(delivery, [said], track, at)
            except Exception as error:  # a letter that can't be written holds no text back
                broken = error
    if broken is not None:
        raise broken


def go_on(delivery_id: str) -> bool:
    """What waits, and its time has come. False if somebody else has it."""
    at = now()
    delivery = deliveries.claim(delivery_id, at)
    if delivery is None:
        return False
    members = sorted(delivery.members or ())
    if members:
        alerts = [unpacked(item.alert) for item in deliveries.among(members) if item.alert]
        track = Track.FIRST
    else:
        alerts = [unpacked(delivery.alert)] if delivery.alert else []
        track = Track(delivery_id.rpartition("#")[2])
    heard: list[Said] = []
    try:
        heard += map(_load, alerts)
        _go(delivery, heard, track, at)
    except Exception as error:
        if int(delivery.attempts or 0) < MOST_ATTEMPTS:
            raise
        _give_up(delivery, heard, track, type(error).__name__, at)
    return True


def _give_up(delivery: DeliveryItem, heard: list[Said], track: Track, why: str, at: datetime) -> None:
    """It breaks each time, before any way is tried: another track may have told somebody, or the desk has to."""
    told("given_up", delivery_id=delivery.alert_id, error=why)
    if not heard:  # not even what it is about can be read
        deliveries.finish(delivery, End.ESCALATED)
        told("alert_undelivered", delivery_id=delivery.alert_id)
        return
    others = [other for other in Track if other is not track]
    there = _beside(heard[0].alert.alert_id, others) if len(heard) == 1 else {}
    all_tracks = tuple(other for other in Track if other is track or other in there)
    if len(heard) == 1 and _left_to_others(delivery, heard[0], track, all_tracks, set(), at):
        return
    _escalate(delivery, heard)


def _texts_today(legs: tuple[Leg, ...], at: datetime) -> int:
    """How many texts have gone today to the number that is tried first."""
    first = legs[0] if legs else None
    return texts_today(first.phone, at) if first and first.phone and first.way is ContactWay.SMS else 0


def _join(alert: Alert, group: Group, person: str, at: datetime) -> None:
    delivery_id, told_of = f"{alert.alert_id}#{Track.FIRST}", packed(alert)
    while not deliveries.join(delivery_id, told_of, group.id(person), group.at, at):
        group = next_group(group, at, directory.calendar())
    told("alert_held", delivery_id=delivery_id, kind=alert.kind, group=group.together)


def _go(delivery: DeliveryItem, heard: list[Said], track: Track, at: datetime) -> None:
    saying = sorted(filter(_matters, heard), key=lambda said: said.urgency)
    if not saying:
        deliveries.finish(delivery, End.SUPERSEDED)
        told("alert_delivered", delivery_id=delivery.alert_id, end=End.SUPERSEDED)
        return
    first = saying[0]
    urgent = first.alert.priority == Class.P0
    legs = route(first.alert, first.theirs, at, first.holder)
    if delivery.members:
        person = person_of(delivery.alert_id)  # whose group it is, whoever has the most urgent order of it
        legs = tuple(sorted(legs, key=lambda leg: (leg.away, leg.person != person)))
    all_tracks = (Track.FIRST,) if len(saying) > 1 else tracks(first.alert, legs)
    gone, tries = set(delivery.gone or ()), int(delivery.tries or 0)
    nights = [until_morning(said.alert, at, directory.calendar()) for said in saying]
    if legs and (morning := nights[0]) is not None and None not in nights:
        deliveries.wait(delivery, morning, gone=gone, tries=tries)
        return
    for leg in on_track(track, legs, all_tracks):
        if leg.key in gone:
            continue
        try:
            message_id = _tried(delivery, leg, saying, tries, urgent=urgent, at=at)
        except Never as never:
            told("way_closed", delivery_id=delivery.alert_id, way=leg.way, reason=str(never))
            if never.address and leg.way is ContactWay.EMAIL:
                suppressions.add(leg.address, str(never), at)
        except (Retry, SlowDown) as later:
            after = later.after if isinstance(later, SlowDown) else None
            pause = next_try(tries + 1, random.random(), urgent=urgent, after=after)  # noqa: S311 - jitter
            told("way_failed", delivery_id=delivery.alert_id, way=leg.way, tries=tries + 1, reason=str(later))
            if pause is not None:
                deliveries.wait(delivery, at + pause, gone=gone, tries=tries + 1)
                return
        except Spent as spent:
            told("way_spent", delivery_id=delivery.alert_id, way=leg.way, budget=str(spent))
        else:
            _sent(delivery, leg, message_id, first.alert.kind, at)
            return
        gone.add(leg.key)
        tries = 0
    if len(saying) == 1 and _left_to_others(delivery, first, track, all_tracks, gone, at):
        return
    _escalate(delivery, saying)


def _tried(delivery: DeliveryItem, leg: Leg, saying: list[Said], tries: int, *, urgent: bool, at: datetime) -> str:
    """As `_send`; a mistake of ours in one way is a fault of that way, and the others are tried."""
    try:
        return _send(delivery, leg, saying, tries, urgent=urgent, at=at)
    except (Never, Retry, SlowDown, Spent):
        raise
    except Busy as busy:
        raise Retry("busy") from busy
    except Exception as error:
        log.error("way_broken", extra={"delivery_id": delivery.alert_id, "way": leg.way, "error": type(error).__name__})
        raise Retry(type(error).__name__) from error


def _send(delivery: DeliveryItem, leg: Leg, saying: list[Said], tries: int, *, urgent: bool, at: datetime) -> str:
    """Answers with the provider's message id. Raises Never, Retry, SlowDown, or Spent for a budget of ours."""
    together = Together(delivery.alert_id.partition("#")[0]) if len(saying) > 1 else None
    if leg.way is ContactWay.SMS:
        if leg.phone is None or not leg.phone.takes_texts:
            raise Never("takes_no_texts")
        known = tries or int(delivery.attempts or 1) > 1
        went = providers.sms().sent_as(leg.phone, delivery.alert_id, read(delivery.since)) if known else None
        if went is not None and went.state is not ReceiptState.FAILED:
            # No answer had come, and it went out all the same.
            return went.message_id or f"{delivery.alert_id}/{leg.key}"
        text = message.text(saying[0], leg, together, len(saying))
        may_text(leg.phone, at, urgent=urgent)
        try:
            return providers.sms().send(leg.phone, text, delivery.alert_id)
        except (Never, Retry, SlowDown) as fault:
            if not (isinstance(fault, Retry) and fault.maybe_sent):
                not_sent(leg.phone, at)
            raise
    if leg.way is ContactWay.ROBOT:
        text = message.text(saying[0], leg, together, len(saying))
        return providers.robot().send(leg.address, text.words)
    if suppressions.holds(leg.address, at):
        raise Never("suppressed")
    sender = providers.email()
    if sender is None:
        raise Never("no_email_here")
    letter = message.letter(saying[0], leg, together, len(saying), at)
    return sender.send(replace(letter, out_id=delivery.alert_id))


def _sent(delivery: DeliveryItem, leg: Leg, message_id: str, kind: AlertKind, at: datetime) -> None:
    pause = next_question(0) if leg.way is ContactWay.SMS and providers.sms().answers else None
    deliveries.finish(
        delivery,
        End.SENT,
        sent_at=at,
        message_id=message_id,
        person=leg.person,
        way=leg.way,
        ask_at=at + pause if pause else None,
    )
    told("alert_delivered", delivery_id=delivery.alert_id, kind=kind, way=leg.way, end=End.SENT)


def _left_to_others(
    delivery: DeliveryItem, said: Said, track: Track, all_tracks: tuple[Track, ...], gone: set[str], at: datetime
) -> bool:
    """Where another track has reached somebody, or the desk, that is enough; one that is still tried is waited for, by
    the first of those that are not. False: nobody by any way."""
    tried = all_tracks if track in all_tracks else (*all_tracks, track)
    beside = _beside(said.alert.alert_id, [other for other in tried if other is not track])
    under_way = [other for other, row in beside.items() if row.end is None]
    reached = any(row.end in (End.SENT, End.ESCALATED) for row in beside.values())
    before = tried[: tried.index(track)]  # those begin after the copies behind them: one that isn't there is to come
    if reached or any(other in under_way or other not in beside for other in before):
        deliveries.finish(delivery, End.COALESCED)
    elif under_way:
        deliveries.wait(delivery, at + deliveries.LEASE, gone=gone, tries=0)
    else:
        return False
    return True


def _escalate(delivery: DeliveryItem, saying: list[Said]) -> None:
    """The desk has to call: each alert is on the list of its own community. Nobody calls a follower."""
    if saying[0].alert.follower is not None:
        told("follower_not_reached", delivery_id=delivery.alert_id, kind=saying[0].alert.kind)
        deliveries.finish(delivery, End.DROPPED)
        return
    for said in saying:
        if delivery.members:
            deliveries.escalate(f"{said.alert.alert_id}#{Track.FIRST}", said.theirs.filed.community)
        told("alert_undelivered", delivery_id=delivery.alert_id, kind=said.alert.kind, priority=said.alert.priority)
    alone = None if delivery.members else saying[0].theirs.filed.community
    deliveries.finish(delivery, End.ESCALATED, undelivered=alone)


def _beside(alert_id: str, others: list[Track]) -> dict[Track, DeliveryItem]:
    """The other tracks' deliveries; where a group says it, the group's."""
    there = deliveries.among(f"{alert_id}#{other}" for other in others)
    rows = {Track(str(row.alert_id).rpartition("#")[2]): row for row in there}
    return {track: (deliveries.get(row.into) if row.into else None) or row for track, row in rows.items()}


def _matters(said: Said) -> bool:
    """Nobody is told whose number has been erased."""
    return still_matters(said.alert, said.request) and (said.alert.to_unit or not said.theirs.erased)


def leg_of(delivery: DeliveryItem) -> Leg | None:
    """The person and way that a delivery has gone by, if they are still there."""
    if not delivery.alert:
        return None
    said = _load(unpacked(delivery.alert))
    legs = route(said.alert, said.theirs, now(), said.holder)
    return next((leg for leg in legs if (leg.person, leg.way) == (delivery.person, delivery.way)), None)


def _load(alert: Alert) -> Said:
    request = requests.load(alert.request_id)
    theirs = requests.load(alert.answered_with) if alert.answered_with else request
    return Said(alert, request, theirs)
