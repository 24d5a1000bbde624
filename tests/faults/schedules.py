"""Small schedules, each with one fault at its worst moment: the suite's cases, and what the guards are tried by."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from functions.desk import decide
from functions.privacy.erase import erase
from functions.shared.domain.county_time import local_day
from functions.shared.domain.erasure import Why
from functions.shared.domain.facts import PersonErased
from functions.shared.domain.terms import Channel, Verdict
from functions.shared.edge.clock import now
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.take_order import take_order
from functions.shared.tables.connection import client, table
from infra.tools import replay, replay_erasures
from tests.builders import NOON, STAFF
from tests.county import CALENDAR, LITTER, WATER_CUT

from .audit import Report, audit
from .boundary import Call, Fault, Weather
from .people import People, Press, confirms, of_desk, of_unit, sends
from .town import Town

AFTERWARDS = timedelta(hours=23)  # until whatever was held, or is tried again, has gone out
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVENING, MORNING = datetime(2026, 3, 9, 13, 30, tzinfo=UTC), datetime(2026, 3, 10, 0, 0, tzinfo=UTC)  # 21:30, 8:00
MOST_STEPS = 2000
HARD_CAP = 50  # providers take about so many notices to one number a day
HANDLERS = "the handlers, their tables' code, botocore and its retries, the queues' settings"
POST = "SNS, SQS, SES, the stream, the clock"


@dataclass(frozen=True)
class Schedule:
    """A case of the suite. `play` answers with whatever else is wrong, beside what the audit finds."""

    name: str
    play: Callable[[Town, People], list[str] | None]
    real: str
    simulated: str


SCHEDULES: dict[str, Schedule] = {}


def schedule(name: str, *, real: str = HANDLERS, simulated: str = POST) -> Callable[[Any], Any]:
    def keep(play: Any) -> Any:
        SCHEDULES[name] = Schedule(name, play, real, simulated)
        return play

    return keep


def played(name: str, afterwards: timedelta = AFTERWARDS) -> Report:
    """Play a schedule in a town of its own, let everything arrive, and look. Must run inside `county()`."""
    chosen = SCHEDULES[name]
    town = Town(len(name))
    with town.open():
        people = People(town)
        try:
            wrong = chosen.play(town, people) or []
            town.weather = lambda call: None
            town.live(town.clock.now() + afterwards)
            found = audit(town, people, finals=False)
        except Exception as error:
            return Report(untrue=[f"it could not be played to its end: {type(error).__name__}: {error}"])
        found.untrue += wrong
        return found


# What people do in them


def filed(town: Town, people: People, category: Any = WATER_CUT) -> str:
    """A request that the rule whistles at once, with all that follows."""
    press = people.file(category)
    town.settle()
    people.press(press.code, "confirm", confirms)
    town.settle()
    return press.code


def takes(town: Town, people: People, code: str) -> None:
    """The unit, if there is one that has been whistled."""
    if town.request(code).orders:
        people.press(code, "take", of_unit(take_order, town.request(code), 1))


def done(town: Town, people: People, code: str) -> None:
    if number := town.request(code).lead_number:
        step = of_unit(claim_done, town.request(code), number, public_words="修好了", words="")
        people.press(code, "done", step)


def verdict(people: People, code: str, said: Verdict = Verdict.SOLVED) -> Press:
    def step(request: Any, **given: Any) -> Any:
        return give_verdict(request, verdict=said, words="", calendar=CALENDAR, **given)

    return people.press(code, "verdict", step)


def a_whole_story(town: Town, people: People) -> str:
    code = filed(town, people)
    for press in (takes, done):
        press(town, people, code)
        town.settle()
    verdict(people, code)
    town.settle()
    return code


def on(match: Callable[[Call], bool], fault: Fault, times: int = 1) -> Weather:
    """`fault` for the first `times` calls that match."""
    left = [times]

    def weather(call: Call) -> Fault | None:
        if left[0] and match(call):
            left[0] -= 1
            return fault
        return None

    return weather


def held(town: Town, match: Callable[[Call], bool], seconds: float) -> Weather:
    """The first worker whose call matches waits just before it, while everybody else goes on."""
    waited: list[Call] = []

    def weather(call: Call) -> None:
        if not waited and match(call):
            waited.append(call)
            town.scheduler.sleep(seconds)

    return weather


def for_a_while(town: Town, match: Callable[[Call], bool], fault: Fault, span: timedelta) -> Weather:
    until = town.clock.now() + span
    return lambda call: fault if town.clock.now() < until and match(call) else None


def texting(call: Call) -> bool:
    return "PhoneNumber" in call.body


def joining(call: Call) -> bool:
    """The write by which an alert joins a group."""
    return call.writes and "deliveries" in call.tables and '"into"' in json.dumps(call.body)


# The cases


@schedule("duplicate facts and alerts, handled at once")
def _duplicates(town: Town, people: People) -> None:
    town.post.twice = lambda: True
    a_whole_story(town, people)


@schedule("facts and alerts out of order")
def _reordered(town: Town, people: People) -> None:
    town.relay_on, town.shuffled = False, True
    code = people.file(LITTER).code
    town.settle()
    people.press(code, "send", sends(town.request(code)))
    town.settle()
    takes(town, people, code)
    town.settle()
    done(town, people, code)
    town.settle()
    verdict(people, code)
    town.settle()
    for shard in town.post.stream:
        shard.reverse()
    town.relay_on = True


@schedule("a replay of everything", real=HANDLERS + ", infra.tools.replay")
def _replayed(town: Town, people: People) -> list[str]:
    for _ in range(3):
        a_whole_story(town, people)
    before = town.snapshot().tables, len(town.post.outbox)
    stored = {name: sorted(map(json.dumps, town.items(name.removeprefix("test-")))) for name in before[0]}
    replay.replay(NOON - DAY)
    town.settle()
    after = {name: sorted(map(json.dumps, town.items(name.removeprefix("test-")))) for name in before[0]}
    wrong = [f"{name} has changed" for name in stored if stored[name] != after[name]]
    return wrong + ([] if len(town.post.outbox) == before[1] else ["somebody got a message again"])


@schedule(
    "the relay off for two days, then replay --since",
    real=HANDLERS + ", infra.tools.replay",
    simulated=POST + "; the expiry of the stream's records",
)
def _relay_off(town: Town, people: People) -> None:
    town.relay_on = False
    codes = [people.file(WATER_CUT).code, people.file(LITTER).code]
    since = town.clock.now()
    for _ in range(8):
        town.clock.pass_by(6 * HOUR)
        town.run("deadlines")
        town.settle()
    for code in codes:
        takes(town, people, code)
    town.settle()
    for shard in town.post.stream:
        shard.clear()  # its 24 hours are over
    town.relay_on = True
    replay.replay(since - MINUTE)


@schedule("a poison record among good ones")
def _poison(town: Town, people: People) -> list[str]:
    bad = {
        "request_id": "3000000000",
        "sort": "FACT#0001",
        "name": "NobodyKnows",
        "at": "2026-03-10T02:00:00.000000Z",
        "by": "rule",
        "cause": "file:x",
        "content": "",
        "community": "longwangmiao",
        "body": "{}",
    }
    item = {name: {"S": value} for name, value in bad.items()}
    town.relay_on = False
    people.file(WATER_CUT)
    town.settle()
    client().put_item(TableName=table("requests"), Item=item)
    people.file(WATER_CUT)
    town.settle()
    town.relay_on = True
    town.settle(within=2 * MINUTE)
    key = {name: item[name] for name in ("request_id", "sort")}
    client().delete_item(TableName=table("requests"), Key=key)
    dead = town.post.queues["RelayDead"].messages
    aside = [json.loads(json.loads(message.body)["record"])["dynamodb"]["NewImage"] for message in dead]
    dead.clear()  # a person has looked at it
    return [] if aside == [item] else [f"what was put aside is {aside}"]


@schedule("30 % of writes throttled", simulated=POST + ", throttling")
def _throttled(town: Town, people: People) -> None:
    chance = Random(3).random
    town.weather = lambda call: Fault.THROTTLED if call.writes and chance() < 0.3 else None
    for _ in range(5):
        a_whole_story(town, people)


@schedule("TransactionConflict", simulated=POST + ", the conflict: neither moto nor the local cloud raises it")
def _conflict(town: Town, people: People) -> None:
    chance = Random(5).random
    town.weather = lambda call: Fault.CONFLICT if "TransactItems" in call.body and chance() < 0.6 else None
    for _ in range(3):
        a_whole_story(town, people)


@schedule("a time-out in the middle of a transaction, without effect", simulated=POST + ", the time-out")
def _no_answer_before(town: Town, people: People) -> None:
    for times in (1, 3):
        town.weather = on(lambda call: "TransactItems" in call.body, Fault.NO_ANSWER_BEFORE, times)
        people.file(WATER_CUT)
        town.settle()


@schedule("a time-out in the middle of a transaction, with effect", simulated=POST + ", the time-out")
def _no_answer_after(town: Town, people: People) -> None:
    for times in (1, 3):
        town.weather = on(lambda call: "TransactItems" in call.body, Fault.NO_ANSWER_AFTER, times)
        code = people.file(WATER_CUT).code
        town.settle()
        town.weather = on(lambda call: "TransactItems" in call.body, Fault.NO_ANSWER_AFTER, times)
        takes(town, people, code)
        town.settle()
        town.weather = on(lambda call: "TransactItems" in call.body, Fault.NO_ANSWER_AFTER, times)
        people.press(code, "progress", of_unit(report_progress, town.request(code), 1, public_words="在办", words=""))
        town.settle()


@schedule("SNS down for ten minutes")
def _sns_down(town: Town, people: People) -> None:
    town.weather = for_a_while(town, lambda call: call.service == "sns", Fault.AWAY, 10 * MINUTE)
    a_whole_story(town, people)


@schedule("SES throttled for ten minutes")
def _ses_throttled(town: Town, people: People) -> None:
    town.weather = for_a_while(town, lambda call: call.service == "ses", Fault.THROTTLED, 10 * MINUTE)
    a_whole_story(town, people)


@schedule("the SMS provider down for ten minutes")
def _sms_down(town: Town, people: People) -> None:
    town.weather = for_a_while(town, texting, Fault.AWAY, 10 * MINUTE)
    a_whole_story(town, people)


@schedule("the SMS provider slow")
def _sms_slow(town: Town, people: People) -> None:
    town.weather = for_a_while(town, texting, Fault.SLOW, HOUR)
    town.post.twice = lambda: True
    a_whole_story(town, people)


@schedule("the sweep looks while slow texts are on their way")
def _swept_while_slow(town: Town, people: People) -> None:
    town.weather = for_a_while(town, texting, Fault.SLOW, HOUR)
    for _ in range(3):
        people.file(WATER_CUT)
    for step in range(MOST_STEPS):
        if step % 20 == 0:
            town.run("deliverySweep")
        if not town.pump():
            town.clock.pass_by(timedelta(seconds=1))


@schedule("the SMS provider accepting without answering")
def _sms_silent(town: Town, people: People) -> None:
    town.weather = on(texting, Fault.NO_ANSWER_AFTER, 4)
    a_whole_story(town, people)


@schedule("killed after sending, before it was marked")
def _killed_sending(town: Town, people: People) -> list[str]:
    town.weather = on(texting, Fault.KILLED_AFTER)
    people.file(WATER_CUT)
    town.live(town.clock.now() + 10 * MINUTE)
    texts = [sent for sent in town.post.outbox if sent.way == "sms"]
    return [] if len(texts) == 3 else [f"{len(texts)} messages for two people and one kill"]


@schedule("killed between claiming and sending")
def _killed_claiming(town: Town, people: People) -> None:
    town.weather = on(texting, Fault.KILLED_BEFORE)
    filed(town, people)


@schedule("the relay killed in the middle of its records")
def _relay_killed(town: Town, people: People) -> None:
    town.relay_on = False
    for _ in range(6):
        people.file(WATER_CUT)
    town.settle()
    town.weather = on(
        lambda call: call.worker is not None and call.worker.name == "relay" and call.number == 2, Fault.KILLED_AFTER
    )
    town.relay_on = True


@schedule("one message of a batch fails")
def _one_fails(town: Town, people: People) -> None:
    town.weather = on(lambda call: "PhoneNumber" in call.body and call.number > 3, Fault.AWAY, 3)
    for _ in range(4):
        people.file(WATER_CUT)
    town.settle()


@schedule("the alerts' topic down while facts come through")
def _alerts_down(town: Town, people: People) -> None:
    town.weather = for_a_while(town, lambda call: "alerts" in call.body.get("TopicArn", ""), Fault.AWAY, 5 * MINUTE)
    a_whole_story(town, people)


@schedule("two officers at once")
def _two_officers(town: Town, people: People) -> None:
    for _ in range(12):
        code = filed(town, people)
        step = of_unit(take_order, town.request(code), 1)
        people.race(code, ("take", step), ("take", step))
        town.settle()


@schedule("taken while it is whistled elsewhere")
def _taken_elsewhere(town: Town, people: People) -> None:
    for _ in range(5):
        code = people.file(LITTER).code
        town.settle()
        people.press(code, "send", sends(town.request(code)))
        town.settle()
        request = town.request(code)
        people.race(
            code,
            ("take", of_unit(take_order, request, 1)),
            ("elsewhere", sends(request, "red_cross")),
        )
        town.settle()


@schedule("the same button pressed twice at once")
def _twice(town: Town, people: People) -> list[str]:
    code = filed(town, people)
    takes(town, people, code)
    town.settle()
    step = of_unit(report_progress, town.request(code), 1, public_words="在办", words="")
    press = people.press(code, "progress", step)
    people.again(press)
    town.settle()
    people.again(press)
    town.settle()
    told = [type(fact).__name__ for fact in town.request(code).facts].count("ProgressReported")
    return [] if told == 1 else [f"one press was counted {told} times"]


@schedule("an order taken before its whistle was delivered")
def _taken_first(town: Town, people: People) -> list[str]:
    town.deaf.add("Delivery")
    code = filed(town, people)
    takes(town, people, code)
    town.settle()
    town.clock.pass_by(20 * MINUTE)
    town.deaf.clear()
    town.settle()
    number = town.request(code).order(1).code
    about_it = [sent.words for sent in town.post.outbox if number in sent.words.replace(" ", "")]
    return [f"the unit was whistled all the same: {words}" for words in about_it]


@schedule("clocks five minutes ahead and behind", simulated=POST + ", whose clock is off")
def _clocks(town: Town, people: People) -> None:
    for _ in range(4):
        _by_wrong_clocks(town, people)


@schedule("clocks five minutes off, while two hear the same alert at once", simulated=POST + ", whose clock is off")
def _clocks_and_duplicates(town: Town, people: People) -> None:
    town.post.twice = lambda: True
    town.weather = for_a_while(town, texting, Fault.SLOW, DAY)
    for _ in range(4):
        _by_wrong_clocks(town, people)


def _by_wrong_clocks(town: Town, people: People) -> None:
    town.skew = lambda: timedelta(seconds=town.random.choice((-300, 300)))
    code = people.file(WATER_CUT).code
    town.settle()
    town.skew = lambda: timedelta(seconds=300)
    takes(town, people, code)
    town.settle()
    town.skew = lambda: timedelta(seconds=-300)
    done(town, people, code)
    town.settle()
    verdict(people, code)
    town.settle()


@schedule("two sweeps at once, and one after a day's stop")
def _two_sweeps(town: Town, people: People) -> None:
    for _ in range(3):
        people.file(LITTER)
    town.settle()
    town.clock.pass_by(DAY)
    town.run("deadlines")
    town.run("deadlines")
    town.settle()
    town.run("deadlines")


@schedule("something happens between the sweep's look and its write")
def _sweep_overtaken(town: Town, people: People) -> None:
    code = filed(town, people)
    takes(town, people, code)
    town.settle()
    done(town, people, code)
    town.settle()
    town.clock.pass_by(3 * DAY + MINUTE)
    town.weather = held(town, lambda call: _by("deadlines", call) and "TransactItems" in call.body, 20)
    town.run("deadlines")
    _until_held(town)
    for press in (lambda: verdict(people, code, Verdict.NOT), lambda: done(town, people, code)):
        press()
        _others_go_on(town, "deadlines", "door")


@schedule("a request reopens while its result is being published")
def _published_late(town: Town, people: People) -> None:
    code = filed(town, people)
    for press in (takes, done):
        press(town, people, code)
        town.settle()
    verdict(people, code)
    town.weather = held(town, lambda call: _by("resultsPublish", call) and call.writes, 25)
    _until_held(town)
    people.press(code, "reopen", _reopened())
    town.settle()


@schedule("an order is taken between the ladder's look and its write")
def _ladder_overtaken(town: Town, people: People) -> None:
    code = filed(town, people)
    order = town.request(code).order(1)
    town.clock.move_to(order.clock_from + (order.accept_by - order.clock_from) * 0.8)
    town.weather = held(town, lambda call: _by("deadlines", call) and "TransactItems" in call.body, 20)
    town.run("deadlines")
    _until_held(town)
    takes(town, people, code)
    _others_go_on(town, "deadlines", "door")


@schedule("an alert joins a group that is going out")
def _joins_late(town: Town, people: People) -> None:
    codes = [filed(town, people) for _ in range(3)]
    town.clock.move_to(EVENING)
    for code in codes[:2]:
        takes(town, people, code)
        town.settle()
        done(town, people, code)
        town.settle()
        verdict(people, code, Verdict.NOT)
        town.settle()
    takes(town, people, codes[2])
    town.settle()
    done(town, people, codes[2])
    town.settle()
    town.clock.move_to(MORNING - timedelta(seconds=20))
    town.weather = held(town, joining, 25)
    verdict(people, codes[2], Verdict.NOT)
    _until_held(town)
    town.clock.move_to(MORNING + timedelta(seconds=1))
    town.run("deliverySweep")
    _others_go_on(town, "delivery", "deliverySweep")


@schedule("killed while an alert joins a group")
def _killed_joining(town: Town, people: People) -> None:
    code = filed(town, people)
    town.clock.move_to(EVENING)
    takes(town, people, code)
    town.settle()
    town.weather = on(joining, Fault.KILLED_AFTER)
    done(town, people, code)
    town.settle()


@schedule("receipts twice, late, out of order, and for nothing")
def _receipts(town: Town, people: People) -> list[str]:
    code = filed(town, people)
    town.settle()
    key = f"{code}.1#resident#first"
    row = next(row for row in town.items("deliveries") if row["alert_id"]["S"] == key)
    told = {"message_id": row["message_id"]["S"], "out_id": key, "at": town.clock.now().isoformat(), "reason": ""}
    for state in ("sent", "delivered", "delivered", "sent", "failed"):
        town.post.put("Delivery", json.dumps({"receipt": told | {"state": state}}))
        town.settle()
    town.post.put("Delivery", json.dumps({"receipt": told | {"state": "failed", "message_id": "x", "out_id": None}}))
    town.settle()
    row = next(row for row in town.items("deliveries") if row["alert_id"]["S"] == key)
    known = row.get("receipt", {}).get("S"), row.get("end", {}).get("S")
    return [] if known == ("delivered", "sent") else [f"what is known of it in the end: {known}"]


@schedule("a text that came in, heard three times")
def _replied(town: Town, people: People) -> list[str]:
    code = filed(town, people)
    whistled = town.request(code).order(1).code
    number = next(sent.to for sent in town.post.outbox if sent.way == "sms" and whistled in sent.words)
    said = {
        "originationNumber": number,
        "destinationNumber": "+8615400000001",
        "messageKeyword": "k",
        "messageBody": "1",
        "inboundMessageId": "a-text",
        "previousPublishedMessageId": "x",
    }
    for _ in range(3):
        town.post.put("Replies", json.dumps(said))
    town.settle()
    told = [type(fact).__name__ for fact in town.request(code).facts].count("OrderAccepted")
    return [] if told == 1 else [f"one reply was counted {told} times"]


@schedule("more whistles for one officer than a provider takes a day")
def _many(town: Town, people: People) -> list[str]:
    for _ in range(HARD_CAP + 10):
        people.file(WATER_CUT, by=STAFF, channel=Channel.PHONE)
        town.settle()
    texts = Counter((sent.to, local_day(sent.at)) for sent in town.post.outbox if sent.way == "sms")
    return [f"{times} texts to {to} on {day}" for (to, day), times in texts.items() if times > HARD_CAP]


@schedule("digests fired twice, and again the next hour")
def _digests_twice(town: Town, people: People) -> list[str]:
    takes(town, people, filed(town, people))
    town.settle()
    for passed in (timedelta(), 2 * MINUTE, HOUR):
        town.clock.pass_by(passed)
        town.run("digestsPlan")
        town.run("digestsPlan")
        town.settle()
    return _one_digest(town)


@schedule("digests planned before midnight and sent after it")
def _digests_late(town: Town, people: People) -> list[str]:
    takes(town, people, filed(town, people))
    town.settle()
    town.clock.move_to(datetime(2026, 3, 9, 15, 59, 58, tzinfo=UTC))  # 23:59:58 in the county
    town.run("digestsPlan")
    town.deaf.add("Digests")
    town.settle()
    town.clock.pass_by(5 * MINUTE)
    town.deaf.clear()
    town.settle()
    return _one_digest(town)


@schedule("a digest killed after sending")
def _digest_killed(town: Town, people: People) -> None:
    takes(town, people, filed(town, people))
    town.settle()
    town.weather = on(lambda call: call.service == "ses", Fault.KILLED_AFTER)
    town.run("digestsPlan")
    town.settle()


@schedule("dead letters redriven after a fix")
def _redriven(town: Town, people: People) -> list[str]:
    town.weather = lambda call: Fault.THROTTLED if call.writes and "deliveries" in call.tables else None
    codes = [people.file(WATER_CUT).code for _ in range(3)]
    town.settle(within=2 * HOUR)
    takes(town, people, codes[0])
    town.settle(within=2 * HOUR)
    town.weather = lambda call: None
    dead = sum(queue.redrive(town.clock.now()) for queue in town.post.queues.values())
    return [] if dead else ["nothing was dead: the schedule shows nothing"]


@schedule(
    "tables restored from a backup, erasures replayed before the doors open",
    real=HANDLERS + ", infra.tools.replay_erasures, infra.tools.replay",
    simulated=POST + "; the restore to one instant",
)
def _restored(town: Town, people: People) -> list[str]:
    codes = [a_whole_story(town, people) for _ in range(2)]
    backup = town.snapshot()
    town.clock.pass_by(DAY)
    erase(codes[0], by=STAFF, why=Why.WISH, now=now())
    town.settle()
    listed = town.snapshot().tables["test-erasures"]
    town.clock.pass_by(HOUR)
    later, outbox = town.clock.now(), list(town.post.outbox)
    town.restore(backup)
    town.clock.set(later)
    town.put_back("erasures", listed)
    town.post.outbox = outbox
    replay_erasures.replay(now())
    left = [item for item in town.items("private") if item["request_id"]["S"] == codes[0]]
    replay.replay(NOON - DAY)
    town.settle()
    again = [sent.about for sent in town.post.outbox[len(outbox) :]]
    known = any(isinstance(fact, PersonErased) for fact in town.request(codes[0]).facts)
    wrong = [f"back again: {item['sort']['S']}" for item in left] + [f"sent again: {about}" for about in again]
    return wrong if known else [*wrong, "the request doesn't know that it was erased"]


def _until_held(town: Town) -> None:
    """Let everybody go on until somebody is held."""
    for _ in range(MOST_STEPS):
        if any(worker.wakes for worker in town.scheduler.workers):
            return
        town.pump()
    raise RuntimeError("nobody came by where somebody should have been held")


def _others_go_on(town: Town, but: str, until: str) -> None:
    """Let everybody go on, but for the workers called `but`, until those called `until` are done."""
    for _ in range(MOST_STEPS):
        if not any(worker.name == until for worker in town.scheduler.workers):
            return
        town.step_others(but)
    raise RuntimeError(f"{until} never ended")


def _by(function: str, call: Call) -> bool:
    return call.worker is not None and call.worker.name == function


def _reopened() -> Any:
    return of_desk(decide.reopen, words="", calendar=CALENDAR, undo=True)


def _one_digest(town: Town) -> list[str]:
    sent = [mail.to for mail in town.post.outbox if mail.about.startswith("unit:")]
    wrong = [] if len(sent) == len(set(sent)) else [f"digests went to {sent}"]
    return wrong if sent else ["no digest was sent: the schedule shows nothing"]
