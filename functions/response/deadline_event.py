"""One deadline as a calendar shows it. The same facts give the same event: nothing in it depends on when it is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared.domain.request import Order, Request, Wait, WaitKind
from functions.shared.domain.standing import standing
from functions.shared.domain.terms import Deadline

SHOWN = timedelta(minutes=30)  # how high it stands in a day's view; it ends at the deadline
_TO_DO = {Deadline.ACCEPT: "请接单", Deadline.ANSWER: "请办好"}
_WAITS = {WaitKind.RESIDENT: "等居民补充，最晚到这时", WaitKind.JOINT: "联席会商", WaitKind.REVIEW: "挂账，到这时再看"}


@dataclass(frozen=True)
class Event:
    """`uid` is the same as long as the order lives; `version` grows with each change, at `changed`. Times UTC."""

    uid: str
    version: int
    changed: datetime
    ends: datetime
    what: str
    more: str
    link: str

    @property
    def starts(self) -> datetime:
        return self.ends - SHOWN


def deadline_event(request: Request, order: Order, place: str, matter: str, link: str) -> Event | None:
    """What `order` waits for; None once it waits for nothing. `place` and `matter` as in its text message."""
    stands = standing(request, order)
    if stands is None:
        return None
    late = "已过期，" if stands.missed and stands.paused is None else ""
    to_do = _waits(stands.paused) if stands.paused else _TO_DO[stands.which]
    code = f"{order.code[:3]} {order.code[3:6]} {order.code[6:]}"
    return Event(
        uid=f"order-{order.code}",
        version=request.version,
        changed=request.since,
        ends=stands.paused.until if stands.paused else stands.due,
        what=f"{place} {matter}：{late}{to_do}",
        more=f"单号 {code}\n{link}\n日历会晚一些，以页面上的期限为准。",
        link=link,
    )


def renewal(unit: str, made: datetime, ends: datetime, link: str) -> Event:
    """When the calendar's address itself ends."""
    return Event(
        uid=f"calendar-{unit}-{int(made.timestamp())}",
        version=0,
        changed=made,
        ends=ends,
        what="蒲公英日历的地址到期，请换一个新的",
        more=f"在单位入口换：\n{link}",
        link=link,
    )


def _waits(wait: Wait) -> str:
    return f"{_WAITS.get(wait.kind, '等别人')}（期限暂停）"
