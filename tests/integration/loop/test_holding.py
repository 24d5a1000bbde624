"""What waits: the night's messages for the morning, reminders for each other, too many texts for the hour; budgets."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.delivery import deliver
from functions.delivery import handler as delivery
from functions.delivery import sweep_handler as delivery_sweep
from functions.shared.domain.directory import Category
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.edge.clock import now
from functions.shared.tables import deliveries, limits, requests
from functions.shared.tables.deliveries import End
from functions.shared.tables.private import telephone_key
from functions.shared.tables.times import read
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    Happening,
    a_code,
    a_press,
    accepted,
    done,
    erased,
    explained,
    missed,
    not_solved,
    rescheduled,
    returned,
    warned,
    whistled,
)
from tests.county import GAS_LEAK, LITTER, RED_CROSS, TIEZHI, WATER_CUT

from .conftest import KEYS
from .test_deadlines import at
from .test_delivery import Killed, ends
from .test_ledger import CODE, NEXT_CODE, filed, report, told
from .ways import Ways, chosen, down, lost, never, row
from .world import Lambda, World

THIRD = a_code(text="three")
RED = "+8615400000102"  # the liaison of the Red Cross
MOBILE = "+8615400009001"
PERSON = "red_cross.liaison"
NUMBER = telephone_key(KEYS["first"].encode(), Phone("+8615400000102"))[:16]  # that person's
SECOND = timedelta(seconds=1)


def alert(
    code: str = CODE, kind: str = "whistle", audience: str = "unit:red_cross", sequence: int = 2, **more: Any
) -> dict[str, Any]:
    return {
        "kind": kind,
        "audience": audience,
        "request_id": code,
        "sequence": sequence,
        "priority": "P2",
        "at": now().isoformat(),
        "order": None if audience == "resident" else 1,
    } | more


@pytest.fixture
def ways(world: World, monkeypatch: pytest.MonkeyPatch) -> Ways:
    return chosen(monkeypatch)


def hear(world: World, *alerts: dict[str, Any]) -> None:
    assert world.hand(delivery.main, *alerts) == []


def sweep() -> int:
    return delivery_sweep.main({}, Lambda())["done"]


def sweep_at(world: World, moment: datetime) -> int:
    world.until(moment)
    return sweep()


def whistles(world: World, *codes: str, category: Category = LITTER, **more: Any) -> None:
    for code in codes:
        filed(whistled(to=RED_CROSS), code=code, category=category)
        hear(world, alert(code, **more))


def happens(code: str, *happened: Happening) -> Request:
    request = requests.load(code)
    for happening in happened:
        request = told(code, happening(request))
    return request


NIGHT, MORNING = at("22:30"), at("08:00", 10)


class TestQuietHours:
    @pytest.mark.parametrize(
        ("clock", "held"), [("20:59", False), ("21:00", True), ("03:00", True), ("07:59", True), ("08:00", False)]
    )
    def test_from_21_to_8_nobody_is_woken(self, world: World, ways: Ways, clock: str, held: bool) -> None:
        world.until(at(clock, 10))
        whistles(world, CODE)
        assert bool(ways.tried) is not held

    @pytest.mark.parametrize(
        ("category", "kind", "audience", "goes"),
        [
            (GAS_LEAK, "whistle", "unit:red_cross", True),
            (GAS_LEAK, "due_accept", "unit:red_cross", True),
            (GAS_LEAK, "late_accept", "unit:red_cross", True),
            (WATER_CUT, "whistle", "unit:red_cross", True),
            (WATER_CUT, "due_accept", "unit:red_cross", False),
            (WATER_CUT, "late_accept", "unit:red_cross", False),
            (LITTER, "whistle", "unit:red_cross", False),
            (LITTER, "late_accept", "unit:red_cross", False),
            (LITTER, "news", "resident", False),
            (LITTER, "received", "resident", True),
            (WATER_CUT, "received", "resident", True),
        ],
    )
    def test_but_for_life_and_property_a_p1s_whistle_and_receipts(
        self, world: World, ways: Ways, category: Category, kind: str, audience: str, goes: bool
    ) -> None:
        said = {"due_accept": (warned(),), "late_accept": (missed(),)}.get(kind, ())
        filed(whistled(to=RED_CROSS), *said, category=category)
        world.until(NIGHT)
        hear(world, alert(kind=kind, audience=audience, sequence=2 + len(said), priority=category.priority))
        assert bool(ways.tried) is goes
        sweep_at(world, MORNING)
        sweep_at(world, MORNING + 3 * MINUTE)
        assert ways.tried

    def test_in_the_morning_several_are_one_message(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE, THIRD)
        assert sweep_at(world, MORNING - SECOND) == 0
        sweep_at(world, MORNING)
        assert ways.to() == [RED]
        (words,) = ways.words()
        assert "夜里有3件事找您单位" in words
        (group,) = (item for item in world.items("deliveries") if item["alert_id"]["S"].startswith("morning#"))
        assert group["alert_id"]["S"] == f"morning#{PERSON}#2026-03-10"
        firsts = [row(f"{code}.2#unit:red_cross#first") for code in (CODE, NEXT_CODE, THIRD)]
        assert {first.end for first in firsts} == {"coalesced"}
        assert {first.into for first in firsts} == {group["alert_id"]["S"]}
        sweep_at(world, MORNING + HOUR)
        assert len(ways.to()) == 1

    def test_it_names_the_most_urgent_one(self, world: World, ways: Ways) -> None:
        filed(whistled(to=RED_CROSS, accept_by=at("18:00", 12)))
        filed(whistled(to=RED_CROSS, accept_by=at("18:00", 11)), code=NEXT_CODE)
        filed(whistled(to=RED_CROSS, accept_by=at("18:00", 13)), code=THIRD)
        world.until(NIGHT)
        hear(world, *(alert(code) for code in (CODE, NEXT_CODE, THIRD)))
        sweep_at(world, MORNING)
        assert requests.load(NEXT_CODE).order(1).code in ways.words()[0].replace(" ", "")

    def test_each_order_has_its_letter_and_in_the_morning_too(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)
        assert ways.tried == []
        sweep_at(world, MORNING)
        assert ways.to("email") == ["liaison@red_cross.example"] * 2
        codes = {requests.load(code).order(1).code for code in (CODE, NEXT_CODE)}
        assert all(any(code in words for words in ways.words("email")) for code in codes)

    def test_one_alone_has_its_own_words_and_its_letter(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE)
        sweep_at(world, MORNING)
        assert (ways.to(), ways.to("email")) == ([RED], ["liaison@red_cross.example"])
        assert "吹哨" in ways.words()[0]

    @pytest.mark.parametrize("broken", ["sms", "email"])
    def test_of_one_alone_the_text_and_the_letter_answer_for_each_other(
        self, world: World, ways: Ways, broken: str
    ) -> None:
        ways.faults[broken] = never
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)
        happens(NEXT_CODE, accepted())
        sweep_at(world, MORNING)
        sweep_at(world, MORNING + 2 * MINUTE)
        (sent,) = ways.sent
        assert sent[0] == ("email" if broken == "sms" else "sms")
        assert deliveries.undelivered("longwangmiao") == []
        assert list(deliveries.due(now() + DAY)) == []

    def test_nobody_by_text_or_letter_is_on_the_list_once(self, world: World, ways: Ways) -> None:
        ways.faults = dict.fromkeys(("sms", "email"), never)
        world.until(NIGHT)
        whistles(world, CODE)
        sweep_at(world, MORNING)
        sweep_at(world, MORNING + 2 * MINUTE)
        assert len(deliveries.undelivered("longwangmiao")) == 1
        assert list(deliveries.due(now() + DAY)) == []

    def test_of_several_without_letters_each_is_on_the_list(self, world: World, ways: Ways) -> None:
        ways.faults = dict.fromkeys(("sms", "email"), never)
        world.until(NIGHT)
        for code in (CODE, NEXT_CODE, THIRD):
            filed(whistled(to=RED_CROSS), missed(), code=code)
            hear(world, alert(code, "late_accept", sequence=3))
        happens(THIRD, accepted())
        sweep_at(world, MORNING)
        listed = {str(item.alert_id) for item in deliveries.undelivered("longwangmiao")}
        assert listed == {f"{code}.3#unit:red_cross#first" for code in (CODE, NEXT_CODE)}

    def test_what_is_settled_by_the_morning_is_not_counted(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE, THIRD)
        happens(CODE, accepted())
        sweep_at(world, MORNING)
        assert "夜里有2件事" in ways.words()[0]

    def test_with_one_left_it_is_that_ones_own_words(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)
        happens(CODE, accepted())
        sweep_at(world, MORNING)
        (words,) = ways.words()
        assert "吹哨" in words
        assert requests.load(NEXT_CODE).order(1).code in words.replace(" ", "")

    def test_with_none_left_nobody_hears(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)
        for code in (CODE, NEXT_CODE):
            happens(code, returned())
        sweep_at(world, MORNING)
        assert ways.tried == []
        assert row(f"morning#{PERSON}#2026-03-10").end == "superseded"

    def test_each_person_has_their_own(self, world: World, ways: Ways) -> None:
        filed(whistled(to=RED_CROSS), returned())
        filed(explained(), code=NEXT_CODE)
        filed(explained(), code=THIRD)
        world.until(NIGHT)
        hear(
            world,
            alert(kind="desk", audience="unit:longwangmiao", sequence=3),
            alert(NEXT_CODE, "news", "resident", 2),
            alert(THIRD, "news", "resident", 2),
        )
        sweep_at(world, MORNING)
        assert sorted(ways.to()) == ["+8615400000107", MOBILE]
        to_resident = next(words for way, to, words in ways.sent if to == MOBILE)
        assert "您有2条新消息" in to_resident

    def test_whose_data_are_erased_by_then_hears_nothing(self, world: World, ways: Ways) -> None:
        filed(explained())
        world.until(NIGHT)
        hear(world, alert(kind="news", audience="resident"))
        happens(CODE, erased())
        deliveries.erase(deliveries.among([f"{CODE}.2#resident#first"]))
        sweep_at(world, MORNING)
        assert ways.tried == []

    def test_a_second_try_waits_for_the_morning_too(self, world: World, ways: Ways) -> None:
        world.until(at("20:59"))
        ways.faults["sms"] = down
        whistles(world, CODE)
        ways.faults.clear()
        sweep_at(world, at("21:01"))
        assert ways.to() == []
        sweep_at(world, MORNING)
        assert ways.to() == [RED]

    def test_what_a_stopped_clock_finds_at_night_waits_for_the_next_morning(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)
        sweep_at(world, at("02:00", 11))
        assert ways.tried == []
        sweep_at(world, at("08:00", 11))
        assert ways.to() == [RED]
        assert "夜里有2件事" in ways.words()[0]


class TestJoining:
    def test_heard_twice_it_is_counted_once(self, world: World, ways: Ways) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)
        hear(world, alert(), alert(), alert(NEXT_CODE))
        sweep_at(world, MORNING)
        assert "夜里有2件事" in ways.words()[0]
        assert (len(ways.to()), len(ways.to("email"))) == (1, 2)

    @pytest.mark.parametrize("later", [timedelta(), MINUTE, 12 * HOUR])
    def test_heard_again_when_the_group_has_gone_it_is_not_said_again(
        self, world: World, ways: Ways, later: timedelta
    ) -> None:
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)
        sweep_at(world, MORNING)
        world.later(later)
        hear(world, alert(), alert(NEXT_CODE))
        sweep_at(world, at("12:00", 11))
        assert (len(ways.to()), len(ways.to("email"))) == (1, 2)

    def test_what_was_said_by_day_is_not_said_again_in_the_morning(self, world: World, ways: Ways) -> None:
        whistles(world, CODE)
        world.until(NIGHT)
        hear(world, alert())
        sweep_at(world, MORNING)
        assert (len(ways.to()), len(ways.to("email"))) == (1, 1)

    def test_what_is_being_tried_is_not_said_in_another_message_as_well(self, world: World, ways: Ways) -> None:
        """No answer had come, and it went out all the same: the provider knows it by its own id alone."""
        world.until(at("20:59"))
        ways.faults["sms"] = lost
        whistles(world, CODE)
        ways.faults.clear()
        world.until(NIGHT)
        hear(world, alert())
        sweep_at(world, MORNING)
        assert ways.to() == [RED]

    @pytest.mark.usefixtures("tables")
    def test_a_group_that_has_gone_takes_nobody_more(self) -> None:
        morning = MORNING
        assert deliveries.join("a", {"of": "a"}, "morning#p#1", morning, NIGHT)
        claimed = deliveries.claim("morning#p#1", morning)
        assert claimed is not None
        assert not deliveries.join("b", {"of": "b"}, "morning#p#1", morning, morning)
        deliveries.finish(claimed, End.SENT)
        assert not deliveries.join("b", {"of": "b"}, "morning#p#1", morning, morning)
        assert deliveries.get("b") is None
        assert deliveries.join("b", {"of": "b"}, "busy#p#1", morning + HOUR, morning)
        assert deliveries.join("a", {"of": "a"}, "busy#p#1", morning + HOUR, morning)  # it has been said
        assert row("busy#p#1").members == {"b"}

    @pytest.mark.usefixtures("tables")
    def test_nor_one_that_may_have_gone(self) -> None:
        """Its worker died: what is said once more are the same words."""
        assert deliveries.join("a", {"of": "a"}, "morning#p#1", MORNING, NIGHT)
        assert deliveries.claim("morning#p#1", MORNING) is not None
        assert not deliveries.join("b", {"of": "b"}, "morning#p#1", MORNING, MORNING + 5 * deliveries.LEASE)
        assert row("morning#p#1").members == {"a"}

    @pytest.mark.usefixtures("tables")
    def test_its_time_is_that_of_the_first(self) -> None:
        deliveries.join("a", {"of": "a"}, "reminder#p#1", NIGHT + 2 * MINUTE, NIGHT)
        deliveries.join("b", {"of": "b"}, "reminder#p#1", NIGHT + 3 * MINUTE, NIGHT + MINUTE)
        group = row("reminder#p#1")
        assert read(str(group.next_at)) == NIGHT + 2 * MINUTE
        assert group.alert == {"of": "a"}
        assert group.members == {"a", "b"}

    @pytest.mark.parametrize("after", [False, True])
    def test_the_worker_dies_before_or_after_joining(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, after: bool
    ) -> None:
        join = deliveries.join

        def dies(*told: Any) -> bool:
            if after:
                join(*told)
            raise Killed

        filed(whistled(to=RED_CROSS))
        world.until(NIGHT)
        with monkeypatch.context() as patch:
            patch.setattr(deliveries, "join", dies)
            with pytest.raises(Killed):
                world.hand(delivery.main, alert())
        hear(world, alert())  # the queue brings it back
        sweep_at(world, MORNING)
        assert (len(ways.to()), len(ways.to("email"))) == (1, 1)

    @pytest.mark.parametrize("answers", [True, False])
    def test_the_worker_that_says_it_dies_before_marking(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, answers: bool
    ) -> None:
        ways.answers = answers
        world.until(NIGHT)
        whistles(world, CODE, NEXT_CODE)

        def dies(*_: Any, **__: Any) -> None:
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(deliver, "_sent", dies)
            while True:
                try:
                    sweep_at(world, MORNING)
                except Killed:
                    continue
                break
        filed(whistled(to=RED_CROSS), code=THIRD)
        hear(world, alert(THIRD))
        for _ in range(3):
            world.later(MINUTE)
            sweep()
        of_the_night = [words for words in ways.words() if "夜里" in words]
        assert len(of_the_night) == (1 if answers else 2)
        assert len(set(of_the_night)) == 1
        assert row(f"morning#{PERSON}#2026-03-10").end == "sent"

    def test_nobody_by_any_way_and_each_community_has_its_own_on_the_list(self, world: World, ways: Ways) -> None:
        ways.faults = dict.fromkeys(("sms", "email"), never)
        filed(whistled(to=RED_CROSS))
        cause = a_press("file")
        elsewhere = report(cause)
        theirs = replace(elsewhere, fact=replace(elsewhere.fact, community=TIEZHI.id))  # type: ignore[call-arg]
        requests.file([NEXT_CODE], cause, theirs)
        told(NEXT_CODE, whistled(to=RED_CROSS)(requests.load(NEXT_CODE)))
        world.until(NIGHT)
        hear(world, alert(), alert(NEXT_CODE))
        sweep_at(world, MORNING)
        for community, code in (("longwangmiao", CODE), ("tiezhi", NEXT_CODE)):
            (listed,) = deliveries.undelivered(community)
            assert listed.alert_id.startswith(f"{code}.")
        assert list(deliveries.due(now() + DAY)) == []


class TestReminders:
    def reminds(self, world: World, *codes: str) -> None:
        for code in codes:
            filed(whistled(to=RED_CROSS), warned(), code=code)
            hear(world, alert(code, "due_accept", sequence=3))

    def test_those_of_the_same_minutes_are_one(self, world: World, ways: Ways) -> None:
        self.reminds(world, CODE)
        world.later(MINUTE)
        self.reminds(world, NEXT_CODE)
        sweep()
        assert ways.tried == []
        world.later(MINUTE)
        sweep()
        assert ways.to() == [RED]
        assert "有2件快到期" in ways.words()[0]

    def test_one_alone_says_what_it_is(self, world: World, ways: Ways) -> None:
        self.reminds(world, CODE)
        world.later(2 * MINUTE)
        sweep()
        (words,) = ways.words()
        assert words.startswith("【蒲公英】快到期")

    def test_one_a_day_the_later_ones_tomorrow(self, world: World, ways: Ways) -> None:
        self.reminds(world, CODE)
        sweep_at(world, at("12:02"))
        world.until(at("15:00"))
        self.reminds(world, NEXT_CODE)
        world.until(at("17:00"))
        self.reminds(world, THIRD)
        for hour in range(18, 24):
            sweep_at(world, at(f"{hour}:00"))
        assert len(ways.to()) == 1
        sweep_at(world, MORNING)
        assert len(ways.to()) == 2
        assert "有2件快到期" in ways.words()[1]

    @pytest.mark.parametrize("clock", ["20:59", "22:00"])
    def test_at_night_they_wait_for_the_mornings_and_are_that_days_one(
        self, world: World, ways: Ways, clock: str
    ) -> None:
        world.until(at(clock))
        self.reminds(world, CODE)
        sweep_at(world, at("23:00"))
        assert ways.tried == []
        world.until(at("07:00", 10))
        self.reminds(world, NEXT_CODE)
        sweep_at(world, MORNING)
        sweep_at(world, MORNING + 5 * MINUTE)
        assert len(ways.to()) == 1
        assert "有2件快到期" in ways.words()[0]

    def test_of_life_and_property_at_once_and_apart(self, world: World, ways: Ways) -> None:
        self.reminds(world, CODE)
        filed(whistled(to=RED_CROSS), warned(), code=NEXT_CODE, category=GAS_LEAK)
        hear(world, alert(NEXT_CODE, "due_accept", sequence=3, priority="P0"))
        assert [way for way, _, _ in ways.sent if way == "sms"] == ["sms"]
        sweep_at(world, at("12:02"))
        assert len(ways.to()) == 2

    @pytest.mark.parametrize(
        "overtaken", [(accepted(),), (missed(),), (returned(),), (explained(),), (accepted(), done())]
    )
    def test_one_that_is_overtaken_is_not_said(
        self, world: World, ways: Ways, overtaken: tuple[Happening, ...]
    ) -> None:
        self.reminds(world, CODE)
        happens(CODE, *overtaken)
        sweep_at(world, at("12:02"))
        assert ways.tried == []

    def test_of_another_date_the_former_reminder_says_nothing(self, world: World, ways: Ways) -> None:
        filed(whistled(to=RED_CROSS), accepted(), warned(), rescheduled(at("18:00", 20)))
        hear(world, alert(kind="due_answer", sequence=4))
        sweep_at(world, at("12:02"))
        assert ways.tried == []

    @pytest.mark.parametrize(
        ("kind", "happened"),
        [
            ("late_answer", (accepted(), missed(), rescheduled(at("18:00", 20)))),
            ("late_answer", (accepted(), missed(), done(), not_solved())),
            ("late_accept", (missed(), accepted())),
        ],
    )
    def test_nor_does_the_leader_hear_of_what_is_not_late_any_more(
        self, world: World, ways: Ways, kind: str, happened: tuple[Happening, ...]
    ) -> None:
        filed(whistled(to=RED_CROSS), *happened)
        hear(world, alert(kind=kind, sequence=4 if kind == "late_answer" else 3))
        assert ways.tried == []


def texted(world: World, person: str, times: int) -> None:
    """So many texts have gone to `person` today."""
    limit = limits.Limit("", 10**6, DAY // SECOND)
    subject = f"texts#{person}#{now().astimezone(at('12:00').tzinfo):%Y-%m-%d}"
    limits.LimitItem(subject, tries=times, expires_at=0).save()
    assert limit.most > times


class TestTooManyTexts:
    def test_each_text_counts(self, world: World, ways: Ways) -> None:
        whistles(world, CODE, NEXT_CODE, THIRD)
        counted = {
            item["window"]["S"]: item["tries"]["N"] for item in world.items("limits") if "texts#" in item["window"]["S"]
        }
        assert counted == {f"texts#{NUMBER}#2026-03-09": "3", "texts#2026-03-09": "3"}
        (money,) = (item for item in world.items("limits") if item["window"]["S"].startswith("sms_money#"))
        assert (money["window"]["S"], money["tries"]["N"]) == ("sms_money#2026-03", "15")

    def test_no_number_stands_in_what_is_counted(self, world: World, ways: Ways) -> None:
        filed(explained())
        hear(world, alert(kind="news", audience="resident"))
        assert "9001" not in str([item["window"] for item in world.items("limits")])

    def test_after_40_they_are_gathered_by_the_hour(self, world: World, ways: Ways) -> None:
        texted(world, NUMBER, 40)
        world.until(at("12:10"))
        whistles(world, CODE, NEXT_CODE)
        world.until(at("12:50"))
        whistles(world, THIRD)
        assert ways.to() == []
        assert len(ways.to("email")) == 3  # nobody's telephone rings
        sweep_at(world, at("12:59"))
        assert ways.to() == []
        sweep_at(world, at("13:00"))
        assert ways.to() == [RED]
        assert "又有3条" in ways.words()[0]
        (group,) = (item for item in world.items("deliveries") if item["alert_id"]["S"].startswith("busy#"))
        assert group["alert_id"]["S"] == f"busy#{PERSON}#2026-03-09T13"

    def test_at_39_not_yet(self, world: World, ways: Ways) -> None:
        texted(world, NUMBER, 39)
        whistles(world, CODE, NEXT_CODE)
        assert ways.to() == [RED]

    def test_the_last_hour_of_the_day_waits_for_the_morning(self, world: World, ways: Ways) -> None:
        texted(world, NUMBER, 40)
        world.until(at("20:30"))
        whistles(world, CODE)
        sweep_at(world, at("21:00"))
        assert ways.to() == []
        sweep_at(world, MORNING)
        assert ways.to() == [RED]

    def test_a_p1s_whistle_and_a_receipt_do_not_wait(self, world: World, ways: Ways) -> None:
        texted(world, NUMBER, 45)
        whistles(world, CODE, category=WATER_CUT, priority="P1")
        assert ways.to() == [RED]

    def test_after_50_another_way(self, world: World, ways: Ways) -> None:
        texted(world, NUMBER, 50)
        whistles(world, CODE, category=WATER_CUT, priority="P1")
        assert RED not in ways.to()
        assert ways.to("email") == ["liaison@red_cross.example"]
        assert ends(world)["first"] == "sent"  # to the next person
        assert ways.to() == ["+8615400000302"]

    def test_life_and_property_are_counted_and_never_stopped(self, world: World, ways: Ways) -> None:
        texted(world, NUMBER, 50)
        filed(whistled(to=RED_CROSS), category=GAS_LEAK)
        hear(world, alert(priority="P0"))
        assert RED in ways.to()
        assert limits.LimitItem.get(f"texts#{NUMBER}#2026-03-09").tries == 51

    def test_the_next_day_begins_anew(self, world: World, ways: Ways) -> None:
        texted(world, NUMBER, 50)
        world.later(DAY)
        whistles(world, CODE)
        assert ways.to() == [RED]


class TestBudgets:
    @pytest.mark.parametrize(
        ("setting", "most"), [("SMS_DAY_MOST", "2"), ("SMS_MONTH_FEN", "10")], ids=["day", "month"]
    )
    def test_a_spent_budget_stops_texts_but_not_messages_and_nothing_of_life_and_property(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, setting: str, most: str
    ) -> None:
        monkeypatch.setenv(setting, most)
        whistles(world, CODE, NEXT_CODE)
        assert len(ways.to()) == 2
        whistles(world, THIRD)
        assert len(ways.to()) == 2
        assert len(ways.to("email")) == 3
        last = a_code(text="four")
        filed(whistled(to=RED_CROSS), code=last, category=GAS_LEAK)
        hear(world, alert(last, priority="P0"))
        assert len(ways.to()) == 3

    @pytest.mark.parametrize("setting", ["SMS_DAY_MOST", "SMS_MONTH_FEN"])
    def test_with_no_budget_at_all_a_resident_is_called_by_the_desk(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, setting: str
    ) -> None:
        monkeypatch.setenv(setting, "0")
        filed(explained())
        hear(world, alert(kind="news", audience="resident"))
        assert ways.tried == []
        assert len(deliveries.undelivered("longwangmiao")) == 1

    @pytest.mark.parametrize(("setting", "later"), [("SMS_DAY_MOST", DAY), ("SMS_MONTH_FEN", 31 * DAY)])
    def test_the_next_one_begins_anew(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, setting: str, later: timedelta
    ) -> None:
        monkeypatch.setenv(setting, "1")
        whistles(world, CODE)
        whistles(world, NEXT_CODE)
        world.later(later)
        whistles(world, THIRD)
        assert ways.to() == [RED, RED]

    def test_the_log_says_how_much_is_spent(
        self, world: World, ways: Ways, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SMS_MONTH_FEN", "10")
        whistles(world, CODE, NEXT_CODE, THIRD)
        spent = [vars(record) for record in caplog.records if record.message == "sms_money"]
        assert [record["percent"] for record in spent] == [50, 100, 100, 100]  # the third by text to nobody
        assert "sms_money_stopped" in caplog.messages
