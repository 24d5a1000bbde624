"""What can happen to a request. A request is the sum of its facts, and a fact is for ever.

A fact holds ids, codes, numbers, times and names of states: nothing that a person typed (a structure test holds
the types to it), and everything that was decided, so that reading it again needs no configuration and no clock.
A field may be added with a default; none is ever renamed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from functions.shared.domain.directory import Class, PlaceRule, PublicRule
from functions.shared.domain.ladder import Ladder
from functions.shared.domain.terms import (
    CalledOn,
    Channel,
    CloseReason,
    Deadline,
    DeferReason,
    Finding,
    Handling,
    Heard,
    Kind,
    Language,
    RescheduleReason,
    ReturnReason,
    RouteReason,
    Verdict,
)

Actor = NewType("Actor", str)  # resident, unit:<id>, staff:<id>, client:<id>, rule, clock
Id = NewType("Id", str)  # of a community, compound, station, unit, category: [a-z0-9_]+
Code = NewType("Code", str)  # ten digits

RESIDENT = Actor("resident")
RULE = Actor("rule")
CLOCK = Actor("clock")


def unit_actor(unit: str) -> Actor:
    return Actor(f"unit:{unit}")


def staff_actor(staff: str) -> Actor:
    return Actor(f"staff:{staff}")


@dataclass(frozen=True)
class Cause:
    """What brought a fact about: `<step>:<keyed digest>`; `content` is a keyed digest of what came with it.

    The same cause happens once. The same cause with other content is refused as already sent.
    """

    id: str
    content: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Fact:
    """Something that has happened to a request.

    What compares and shows a fact stands here once, for all kinds: made by `dataclass` for each of them, it would be a
    twentieth of a cold start.
    """

    at: datetime  # UTC
    by: Actor
    cause: Cause

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), self.at, self.by, self.cause))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({told})"

    @property
    def case(self) -> str:
        """Which line of the transition table this is, where a kind of fact has several."""
        return ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RequestReceived(Fact):
    """诉求 or 微心愿: somebody has asked for something, and was promised an answer."""

    community: Id
    compound: Id | None
    category: Id
    priority: Class
    kind: Kind
    channel: Channel
    station: Id | None = None
    public: PublicRule
    place: PlaceRule
    language: Language
    reachable: bool  # left a telephone number that takes texts
    answer_by: datetime  # what the resident was promised
    route_by: datetime | None = None  # until then the desk may look first; then the rule whistles by itself
    handling: Handling = Handling.ROUTED
    confirmed: bool = False  # the number was told to staff
    another_way: bool = False  # call, visit, somebody who speaks for them: texts alone never do
    doubted: bool = False  # perhaps no person: the desk looks first


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SettledOnTheSpot(Fact):
    """当场办结: answered while the resident was still there. A figure of its own, never "solved"."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Classified(Fact):
    """The desk sets anew what it is about, how fast and where; what was promised stays."""

    category: Id
    priority: Class
    kind: Kind
    public: PublicRule
    place: PlaceRule
    community: Id
    compound: Id | None
    route_by: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CheckedOnSite(Fact):
    """现场核实, by the community that holds the order, or staff (who may look before anybody has an order)."""

    order: int | None
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class Whistle:
    """One order (哨单) of a whistle."""

    number: int
    code: Code
    unit: Id
    reason: RouteReason
    accept_by: datetime
    answer_by: datetime
    begins: datetime | None = None  # when its time begins, where that is later than the whistle
    ladder: Ladder | None = None  # of class and county, as they were then


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class UnitsWhistled(Fact):
    """吹哨: the first of `orders` leads."""

    orders: tuple[Whistle, ...]
    duty_alert: bool = False  # P0 "and K": the community's duty telephone is told beside it
    unchecked: bool = False  # 社区未核实: nobody at the desk had looked in time


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HelperWhistled(Fact):
    """One more unit helps (集合哨 later on); the lead stays."""

    orders: tuple[Whistle, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OrderAccepted(Fact):
    """接单: the unit stays responsible to the end (首接负责)."""

    order: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OrderReturned(Fact):
    """退单."""

    order: int
    reason: ReturnReason
    named: Id | None = None  # the unit it should have gone to
    desk_by: datetime | None = None  # until then the desk decides; then the rule does


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReturnRefused(Fact):
    """The desk lead insists: the order is open again, with time anew."""

    order: int
    accept_by: datetime
    answer_by: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OrderAssigned(Fact):
    """交给同事: from now on `to`, a contact of the unit, is told first of this order. The unit stays responsible."""

    order: int
    to: Id


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ProgressReported(Fact):
    """The unit says how it goes; nothing changes."""

    order: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Rescheduled(Fact):
    """改期: a later date, asked for with a reason; counted apart from on time."""

    order: int
    answer_by: datetime
    reason: RescheduleReason


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RescheduleRefused(Fact):
    """The desk objects to a later date: the one before it holds again."""

    order: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WordsReleased(Fact):
    """The desk lets everybody read a copy of what the resident said, looked over: the words of fact `of`."""

    of: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WordsBlanked(Fact):
    """The desk takes the public words of fact `of` away."""

    of: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PutOnAgenda(Fact):
    """列入联席会议: the joint meeting will speak of it; nothing waits for that."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ResidentAsked(Fact):
    """Something is missing that the resident alone can tell; the clock pauses until `wait_until` at most."""

    wait_until: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ResidentAnswered(Fact):
    """The clock goes on, and the time that was waited is added."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WaitEnded(Fact):
    """Nobody answered in time: it goes on with what is known."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WordsAdded(Fact):
    """Somebody added words; they lie in `private`."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WorkClaimedDone(Fact):
    """The unit says it is done; whether it is solved, the resident says."""

    order: int
    remind_at: datetime | None = None  # the resident is asked once more
    verdict_by: datetime | None = None  # after two attempts to reach them, it may then close as silent
    raised_yuan: int | None = None  # money that the unit says it raised itself for this, since it last said so


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class VerdictReminded(Fact):
    """The resident has been asked once more."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class VerdictGiven(Fact):
    """The resident (or staff who heard it) says whether it is solved."""

    order: int
    verdict: Verdict
    reopens: bool = False  # "not", for the first time: back to the same unit
    answer_by: datetime | None = None  # the new one, when it reopens
    heard: Heard | None = None  # by staff, how
    desk_by: datetime | None = None  # where the desk has to decide, until when

    @property
    def case(self) -> str:
        if self.verdict is Verdict.NOT:
            return "not" if self.reopens else "not again"
        return self.verdict.value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ContactAttempted(Fact):
    """回访: staff tried to reach the resident, and didn't. Whoever finds a slip or a call has until `answer_until`."""

    way: Heard
    answer_until: datetime | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reopened(Fact):
    """The desk sends it back to the unit that had it, or undoes a closing. No `order`: nobody has it yet."""

    order: int | None = None
    answer_by: datetime | None = None  # the order's new one
    route_by: datetime | None = None  # where there is no order

    @property
    def case(self) -> str:
        return "" if self.order is not None else "no unit"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Disputed(Fact):
    """Within 28 days the resident says that it isn't so. Goes on as after Reopened."""

    order: int | None = None
    answer_by: datetime | None = None
    route_by: datetime | None = None
    something_new: bool = False

    @property
    def case(self) -> str:
        return "" if self.order is not None else "no unit"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ClosedPartly(Fact):
    """The desk closes what was solved in part. A figure of its own."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ClosedSilent(Fact):
    """Nobody answered, and two attempts are on record. A figure of its own."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class JointMeetingSet(Fact):
    """联席会商: the units of the area decide together on that day; answering pauses."""

    meets_at: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Deferred(Fact):
    """挂账: not now, with a reason that everybody may read and the day it is looked at again."""

    reason: DeferReason
    review_at: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HandedOver(Fact):
    """The unit has left the directory: another one has the order, with the time that was left."""

    order: int
    to: Whistle


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Merged(Fact):
    """The same matter as another request, which is answered for both."""

    into: Code


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Absorbed(Fact):
    """Another request is answered with this one; `joined`: it came as "me too", which this resident needn't hear."""

    other: Code
    joined: bool = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Unmerged(Fact):
    """The other one closed without work: this one is a request of its own again."""

    route_by: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Explained(Fact):
    """It can't be done, and the resident was told why."""

    reason: CloseReason


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Transferred(Fact):
    """It belongs to somebody outside, and the resident was told to whom."""

    reason: CloseReason


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Rejected(Fact):
    """It is no request that could be answered."""

    reason: CloseReason


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Withdrawn(Fact):
    """The resident doesn't want it any more."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DeadlineWarned(Fact):
    """The unit's contact is reminded that `due` comes near."""

    order: int
    which: Deadline
    due: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DeadlineMissed(Fact):
    """`due` has passed: the unit's leader hears of it. How late it is follows from `due`, never from this fact."""

    order: int
    which: Deadline
    due: datetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Escalated(Fact):
    """Still nothing after `due`: the next one is called on. `call` counts the calls since then, from 1."""

    order: int
    which: Deadline
    due: datetime
    to: CalledOn
    call: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NumberConfirmed(Fact):
    """Whoever answers at the number that was left is who left it: it may be texted."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PersonErased(Fact):
    """Who asked and in what words is gone: by their wish, or when its time was over. What happened stays."""


FACTS: dict[str, type[Fact]] = {
    kind.__name__: kind
    for kind in (
        RequestReceived,
        SettledOnTheSpot,
        Classified,
        CheckedOnSite,
        UnitsWhistled,
        HelperWhistled,
        OrderAccepted,
        OrderReturned,
        ReturnRefused,
        OrderAssigned,
        ProgressReported,
        Rescheduled,
        RescheduleRefused,
        WordsAdded,
        WordsReleased,
        WordsBlanked,
        PutOnAgenda,
        ResidentAsked,
        ResidentAnswered,
        WaitEnded,
        WorkClaimedDone,
        VerdictReminded,
        VerdictGiven,
        ContactAttempted,
        Reopened,
        Disputed,
        ClosedPartly,
        ClosedSilent,
        JointMeetingSet,
        Deferred,
        HandedOver,
        Merged,
        Absorbed,
        Unmerged,
        Explained,
        Transferred,
        Rejected,
        Withdrawn,
        DeadlineWarned,
        DeadlineMissed,
        Escalated,
        NumberConfirmed,
        PersonErased,
    )
}
