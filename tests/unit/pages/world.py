"""The small county that pages and emails are tried with, and requests in it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.directory import (
    Category,
    Class,
    Community,
    Compound,
    Emergency,
    Name,
    PlaceRule,
    PublicRule,
    Unit,
    UnitKind,
)
from functions.shared.domain.evolve import fold
from functions.shared.domain.request import Request
from functions.shared.domain.spot import Spot
from functions.shared.domain.views import ResultLine, Said, Told

NOW = datetime(2026, 3, 9, 2, 15, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"
LONG = "一二三四五六七八九十" * 20

LONGWANGMIAO = Community("longwangmiao", Name("龙王庙社区", "Longwangmiao Community"), "0359-0001002")
TIEZHI = Community("tiezhi", Name("铁指社区", "Tiezhi Community"), "0359-0001001")
ANKANG = Compound("ankang", Name("安康小区", "Ankang Compound"), "longwangmiao", Spot(35.50074, 111.57198))
LANE = Compound("dongguan_middle_lane", Name("东关中巷", "Dongguan Middle Lane"), "longwangmiao")
JIANGNAN = Compound("tiezhi_jiangnan", Name("铁指江南小区", "Tiezhi Jiangnan"), "tiezhi", Spot(35.49168, 111.57182))
WATER = Unit("water_bureau", Name("县水务局", "County Water Bureau"), UnitKind.PARTNER)
RED_CROSS = Unit("red_cross", Name("县红十字会", "County Red Cross"), UnitKind.PARTNER)
OFFICE = Unit("longwangmiao", LONGWANGMIAO.name, UnitKind.COMMUNITY)


def a_category(id_: str, name: Name, kind: str = "problem", **more: Any) -> Category:
    usual: dict[str, Any] = {
        "priority": Class.P2, "routes": (), "public": PublicRule.OUTCOME, "place": PlaceRule.COMPOUND,
    }  # fmt: skip
    return Category(id=id_, name=name, kind=kind, **(usual | more))


LITTER = a_category("litter", Name("环境卫生（垃圾、杂草）", "Litter, weeds", "环境卫生"))
UNKNOWN = a_category("unknown", Name("不知道、其他", "Don't know, other", "您说的事"), public=PublicRule.NEVER)
VISIT = a_category("visit", Name("上门走访、看望", "Home visit", "您说的事"), "service", public=PublicRule.NEVER)
GAS = a_category(
    "gas_leak",
    Name("燃气泄漏、有煤气味", "Gas leak", "燃气急情"),
    priority=Class.P0,
    emergency=Emergency(
        ("0359-0003100", "119"),
        Name(
            "别开关电器，别点火，开窗，人先出去。到室外再打电话。",
            "Touch no switch, light no flame, open the windows and get out. Call from outside. Then fill in this form.",
        ),
    ),
)
DANGER = a_category(
    "danger",
    Name("井盖、墙体、电线危险", "Danger in a public place", "公共危险"),
    priority=Class.P0,
    emergency=Emergency(("110", "119"), Name("请先离开危险的地方。", "Move away first.")),
)
CATEGORIES = (LITTER, GAS, DANGER, VISIT, a_category("opinion", Name("意见建议", "Opinion"), "opinion"), UNKNOWN)
PLACES = ((TIEZHI, (JIANGNAN,)), (LONGWANGMIAO, (ANKANG, LANE)))


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def a_request(*more: f.Fact, category: Category = LITTER) -> Request:
    received = f.RequestReceived(
        **_happened(0),
        community=f.Id("longwangmiao"),
        compound=f.Id("ankang"),
        category=f.Id(category.id),
        priority=category.priority,
        kind=terms.Kind(category.kind),
        channel=terms.Channel.WEB,
        public=category.public,
        place=category.place,
        language=terms.Language.ZH,
        reachable=True,
        answer_by=at(175.75),
    )
    return fold("3825061749", (received, *more))


def absorbed(hours: float, other: str) -> f.Fact:
    return f.Absorbed(**_happened(hours), other=f.Code(other), joined=True)


def _happened(hours: float, by: f.Actor = f.RULE) -> dict[str, Any]:
    return {"at": at(hours), "by": by, "cause": f.Cause(f"step:{hours}", "content")}


WHISTLED = f.UnitsWhistled(
    **_happened(0.01),
    orders=(
        f.Whistle(
            number=1,
            code=f.Code("6825061749"),
            unit=f.Id("water_bureau"),
            reason=terms.RouteReason.PARTNER_COMPOUND,
            accept_by=at(31.75),
            answer_by=at(175.75),
        ),
    ),
)
TAKEN = f.OrderAccepted(**_happened(1.4, f.unit_actor("water_bureau")), order=1)
WARNED = f.DeadlineWarned(**_happened(24, f.CLOCK), order=1, which=terms.Deadline.ACCEPT, due=at(31.75))
MISSED = f.DeadlineMissed(**_happened(31.76, f.CLOCK), order=1, which=terms.Deadline.ACCEPT, due=at(31.75))
AGENDA = f.Escalated(
    **_happened(55.76, f.CLOCK),
    order=1,
    which=terms.Deadline.ACCEPT,
    due=at(31.75),
    to=terms.CalledOn.AGENDA,
    call=1,
)
ASKED = f.ResidentAsked(**_happened(6, f.staff_actor("clerk")), wait_until=at(126))
JOINT = a_request(WHISTLED, TAKEN, f.JointMeetingSet(**_happened(7, f.staff_actor("lead")), meets_at=at(79.75)))
DONE = f.WorkClaimedDone(**_happened(55, f.unit_actor("water_bureau")), order=1, remind_at=at(103), verdict_by=at(223))
SOLVED = f.VerdictGiven(**_happened(60, f.RESIDENT), order=1, verdict=terms.Verdict.SOLVED)


def told(what: str, hours: float, unit: Unit | None = None, **more: Any) -> Told:
    rest: dict[str, Any] = {"after": timedelta(hours=2, minutes=20)}
    return Told(sequence=1, at=at(hours), what=what, unit=unit.name if unit else None, **(rest | more))


STEPS = (
    told("received", 0, until=at(175.75), after=None),
    told("whistled", 0.01, WATER, until=at(31.75), reason="partner_compound", after=timedelta(seconds=36)),
    told("accepted", 1.4, WATER, until=at(175.75), after=timedelta(hours=1, minutes=23)),
    told("progress", 26, WATER, words="派了两队人，和社区的同志一起清。", after=timedelta(days=1, hours=1)),
    told("done", 55, WATER, words="路边的垃圾、杂草和杂物都清走了。", after=timedelta(days=1, hours=5)),
)
EVERY_STEP = (
    *STEPS[:2],
    told("returned", 1, WATER, reason="not_ours"),
    told("whistled", 1.1, OFFICE, until=at(31.75), reason="returned"),
    told("checked", 3, OFFICE, reason="as_reported"),
    told("whistled", 3.1, RED_CROSS, until=at(31.75), reason="by_name"),
    told("accepted", 4, RED_CROSS, until=at(175.75)),
    told("words_added", 5),
    told("words_by_staff", 6),
    told("rescheduled", 7, RED_CROSS, until=at(223.75), reason="material"),
    told("done", 55, RED_CROSS, words="五盏太阳能路灯装好了。"),
    told("verdict_not", 56, until=at(231.75)),
    told("done", 70, RED_CROSS, words="又调了一盏的朝向。"),
    told("verdict_not_again", 72),
    told("verdict_partly", 73),
    told("verdict_solved", 74),
)
WORDS = (Said(NOW, "resident", "楼下路边垃圾没人收，塑料袋到处飞。\n已经一个多星期了。"),)
LINE = ResultLine(
    code="3825061749",
    asked_at=NOW,
    closed_at=at(60),
    closed_as="confirmed",
    category=LITTER.name,
    community=LONGWANGMIAO.name,
    place=ANKANG.name,
    unit=WATER.name,
)
LONG_NAME = Name("第二人民医院家属院北区东片三期小区", "Second People's Hospital Family Courtyard North, Third Phase")
LONG_LINE = replace(LINE, code="3000000001", place=LONG_NAME, unit=LONG_NAME, closed_as="silent")


@dataclass(frozen=True)
class Example:
    """A template and what it is given."""

    name: str
    template: str
    context: dict[str, Any]
