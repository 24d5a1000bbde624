"""What digests are given: a usual one, an empty one, one of many lines and hostile names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from functions.digests.decisions import AGENDA, JOINT_OVER, NOBODY, NOT_AGAIN, REVIEW_OVER, URGENT
from functions.digests.happened import Happened, UnitWork
from functions.digests.letters import TO_COMMUNITIES, TO_THE_COUNTY, Letter, Period, period_of
from functions.digests.lines import (
    Decision,
    Good,
    LateLine,
    PlaceLine,
    ProgrammeLine,
    RecurringLine,
    StateCount,
    TaskLine,
    UnitLine,
    UrgentLine,
)
from functions.digests.of_community import CommunityDigest
from functions.digests.of_county import CountyDigest
from functions.digests.of_leader import LeaderDigest
from functions.shared.domain.desk_task import Task
from functions.shared.domain.directory import Name
from functions.shared.domain.opening import by_body
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.rates import counts, rates
from functions.shared.domain.transitions import State
from functions.shared.domain.views import DigestLine
from infra.directory.load import load
from infra.local.cloud import DEMO
from tests.county import CALENDAR
from tests.unit.pages.desk_examples import CLERK
from tests.unit.pages.world import (
    ANKANG,
    GAS,
    HOSTILE,
    LANE,
    LINE,
    LITTER,
    LONG_NAME,
    LONGWANGMIAO,
    NOW,
    RED_CROSS,
    TIEZHI,
    WATER,
    Example,
    at,
)

WEEK = Period(date(2026, 3, 2), date(2026, 3, 9))
MONTH = Period(date(2026, 2, 1), date(2026, 3, 1))
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
EVIL = Name(HOSTILE, HOSTILE)
DOOR = "https://pgy.example"
STOP = f"{DOOR}/letters/stop?l=secret"
QUIET = Happened({}, {}, 0, 0, (), {})
_WORK = {WATER.id: UnitWork(9, 8, 1, 7, 2)}
BUSY = Happened(
    {"web": 12, "phone": 7, "station": 2, "sms": 1},
    {"confirmed": 9, "partly": 2, "silent": 3, "settled": 1, "explained": 2},
    1,
    2,
    (),
    _WORK | {RED_CROSS.id: UnitWork(1, 1, 0, 1, 0, 12500)},
)
CALMER = replace(BUSY, channels={"web": 10, "phone": 4}, closed={"confirmed": 8}, deferred=0, reopened=1, units=_WORK)
TASK = TaskLine("3825061749", LITTER.name, ANKANG.name, Task.PROPOSAL, at(4), f"{DOOR}/desk/cases/3825061749")
LATE = LateLine("3825061749", LITTER.name, ANKANG.name, WATER.name, at(-50), True, f"{DOOR}/desk/cases/3825061749")
DECISION = Decision(URGENT, GAS.name, LONGWANGMIAO.name, WATER.name, at(-3), f"{DOOR}/desk/cases/3825061757")
RATES = rates(
    counts(
        {
            "due.case": 40,
            "due.taken": 37,
            "due.done.in_time": 25,
            "due.solved.first.in_time": 16,
            "due.partly.first.in_time": 6,
        }.items()
    )
)
NO_RATES = rates(counts(()))

RECURRING = RecurringLine(LITTER.name, ANKANG.name, 4, 6, date(2026, 1, 12))
PROGRAMME = ProgrammeLine(
    LITTER.name, ANKANG.name, WATER.name, "2026-04", "四月底前在北门外建好垃圾投放点。", late=False, ended=False
)
OPENING = by_body(load(DEMO).figures)

COMMUNITY = CommunityDigest(
    LONGWANGMIAO.name,
    WEEK,
    NOW,
    (TASK, replace(TASK, task=Task.RETURNED, place=LANE.name)),
    (replace(TASK, task=Task.CALL_BACK, due=at(30)),),
    (LATE, replace(LATE, taken=False, unit=RED_CROSS.name, due=at(-2))),
    (LINE,),
    BUSY,
    CALMER,
    (RECURRING,),
    (PROGRAMME,),
)
COUNTY = CountyDigest(
    WEEK,
    NOW,
    tuple(
        replace(DECISION, what=what, since=at(-24 * place - 3))
        for place, what in enumerate((URGENT, JOINT_OVER, NOT_AGAIN, NOBODY, REVIEW_OVER))
    ),
    (replace(LATE, after_joint=True), replace(LATE, unit=RED_CROSS.name, due=at(-2), taken=False)),
    4,
    (StateCount(State.WHISTLED, 3), StateCount(State.ACCEPTED, 6), StateCount(State.DEFERRED, 1)),
    (("needs_money", 2), ("season", 1)),
    (UrgentLine("P0", GAS.name, LONGWANGMIAO.name, 1), UrgentLine("P1", LITTER.name, TIEZHI.name, 3)),
    (PlaceLine(TIEZHI.name, 12, 8, 9, 7), PlaceLine(LONGWANGMIAO.name, 10, 7, 5, 1), PlaceLine(LONG_NAME, 0, 0, 2, 0)),
    (
        UnitLine(WATER.name, UnitWork(9, 8, 1, 7, 2), UnitWork(5, 5, 0, 4, 0)),
        UnitLine(RED_CROSS.name, UnitWork(1, 1, 0, 1, 0, 12500), UnitWork(1, 1, 1, 1, 0)),
    ),
    (RED_CROSS.name,),
    (RECURRING,),
    (
        PROGRAMME,
        replace(PROGRAMME, late=True),
        replace(PROGRAMME, ended=True, said=None, reason="no_money"),
        replace(PROGRAMME, ended=True, said="四个投放点都建好了。"),
    ),
    (Name("东关党群服务站", "Dongguan Station"), Name("涑水党群服务站", "Sushui Station")),
    Good(LITTER.name, ANKANG.name, WATER.name, "分两队清了路边垃圾和杂草。", f"{DOOR}/results/3825061749"),
    BUSY,
    CALMER,
)
ORDER = DigestLine("6825061749", LITTER.name, ANKANG.name, at(-5), False, f"{DOOR}/u/orders/6825061749?k=secret")
LEADER = LeaderDigest(
    WATER.name,
    WEEK,
    NOW,
    (ORDER,),
    (replace(ORDER, due=at(30), taken=True, code="6000000001"),),
    (LINE,),
    UnitWork(9, 8, 1, 7, 2),
    UnitWork(5, 5, 0, 4, 0),
)


def _of(letter: Letter, digest: object) -> dict[str, Any]:
    return {"letter": letter, "digest": digest, "door": DOOR, "unsubscribe": STOP}


def digest_emails() -> Iterator[Example]:
    yield Example("leader", "digests/leader", _of(Letter.LEADER, LEADER))
    quiet = replace(LEADER, late=(), coming=(), results=())
    yield Example("leader-nothing-open", "digests/leader", _of(Letter.LEADER, quiet))
    yield Example("community-week", "digests/community", _of(Letter.COMMUNITY_WEEK, COMMUNITY))
    month = replace(COMMUNITY, period=MONTH, rates=RATES, rates_before=NO_RATES)
    yield Example("community-month", "digests/community", _of(Letter.COMMUNITY_MONTH, month))
    one = replace(COMMUNITY, waiting=(TASK,), call_backs=(), late=(), results=(), now=QUIET, before=QUIET)
    yield Example("community-one", "digests/community", _of(Letter.COMMUNITY_WEEK, one))
    many = replace(
        COMMUNITY,
        community=EVIL,
        waiting=(replace(TASK, place=EVIL),) * 25,
        late=(replace(LATE, place=EVIL, unit=EVIL, category=EVIL),) * 3,
        results=(replace(LINE, place=EVIL, category=EVIL),),
    )
    yield Example("community-hostile", "digests/community", _of(Letter.COMMUNITY_WEEK, many))
    yield Example("county-week", "digests/county", _of(Letter.COUNTY_WEEK, COUNTY))
    figures: dict[str, Any] = {"rates": RATES, "rates_before": NO_RATES}
    yield Example("county-month", "digests/county", _of(Letter.COUNTY_MONTH, replace(COUNTY, period=MONTH, **figures)))
    yield Example(
        "county-year",
        "digests/county",
        _of(Letter.COUNTY_YEAR, replace(COUNTY, period=YEAR, opening=OPENING, **figures)),
    )
    yield Example("county-quiet", "digests/county", _of(Letter.COUNTY_WEEK, QUIET_COUNTY))
    yield Example("county-hostile", "digests/county", _of(Letter.COUNTY_WEEK, HOSTILE_COUNTY))


QUIET_COUNTY = replace(
    COUNTY,
    decisions=(),
    late=(),
    without_result=(),
    reasons=(),
    urgent=(),
    places=(PlaceLine(TIEZHI.name, 0, 0, 0, 0),),
    units=(),
    unreachable=(),
    recurring=(),
    programmes=(),
    quiet_stations=(),
    good=None,
    now=QUIET,
    before=QUIET,
)
HOSTILE_COUNTY = replace(
    COUNTY,
    decisions=(replace(DECISION, what=AGENDA, place=EVIL, of=EVIL, category=EVIL),),
    late=tuple(replace(LATE, unit=EVIL, place=EVIL, after_joint=True) for _ in range(14)),
    places=(PlaceLine(EVIL, 0, 0, 0, 0),),
    units=(UnitLine(EVIL, UnitWork(1), UnitWork()),),
    unreachable=(EVIL, EVIL),
    recurring=(replace(RECURRING, category=EVIL, place=EVIL),),
    programmes=(replace(PROGRAMME, category=EVIL, place=EVIL, owner=EVIL, said=HOSTILE),),
    quiet_stations=(EVIL,),
    good=Good(EVIL, EVIL, EVIL, HOSTILE, f"{DOOR}/results/3825061749"),
)
FULL_COUNTY = replace(
    COUNTY,
    period=MONTH,
    late=(replace(LATE, after_joint=True),) * 9,
    urgent=(UrgentLine("P1", LITTER.name, TIEZHI.name, 3),) * 12,
    places=(PlaceLine(LONGWANGMIAO.name, 10, 7, 5, 1),) * 6,
    units=(UnitLine(WATER.name, UnitWork(9, 8, 1, 7, 2), UnitWork(5, 5, 0, 4, 0)),) * 24,
    unreachable=(RED_CROSS.name,) * 6,
    recurring=(RECURRING,) * 5,
    programmes=(PROGRAMME,) * 5,
    quiet_stations=(Name("东关党群服务站", "Dongguan Station"),) * 40,
    opening=OPENING,
    rates=RATES,
    rates_before=NO_RATES,
)


def digest_pages() -> Iterator[Example]:
    staff: dict[str, Any] = {
        "staff": CLERK,
        "may": frozenset(act for act in Act if may(CLERK.role, act)),
        "sign_out": "t0ken",
        "errors": (),
        "path": "/desk/digests",
    }
    shown: dict[str, Any] = staff | {
        "communities": (LONGWANGMIAO,),
        "periods": {it: period_of(it, date(2026, 3, 9), CALENDAR) for it in (*TO_COMMUNITIES, *TO_THE_COUNTY)},
        "to_communities": TO_COMMUNITIES,
        "to_the_county": (),
        "readers": {(Letter.COMMUNITY_WEEK, "longwangmiao"): 3},
    }
    yield Example("digests", "digests/list.html", shown)
    county = {"communities": (TIEZHI, LONGWANGMIAO), "to_the_county": TO_THE_COUNTY}
    yield Example("digests-county", "digests/list.html", shown | county)
    stop: dict[str, Any] = {"token": "t0ken", "letter": Letter.COMMUNITY_WEEK, "path": "/letters/stop"}
    yield Example("digest-stop", "digests/stop.html", stop | {"stopped": False})
    yield Example("digest-stopped", "digests/stop.html", stop | {"stopped": True})
    yield Example("digest-gone", "digests/gone.html", {"path": "/letters/stop"})
