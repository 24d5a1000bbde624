"""What each email is given: one order, many, none; long and hostile names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from functions.shared.domain import terms
from functions.shared.domain.alert import AlertKind
from functions.shared.domain.directory import Name
from functions.shared.domain.views import DigestLine
from tests.unit.pages.digest_examples import digest_emails
from tests.unit.pages.follow_examples import follow_emails
from tests.unit.pages.world import (
    ANKANG,
    HOSTILE,
    LITTER,
    LONG_NAME,
    LONGWANGMIAO,
    WATER,
    Example,
    at,
)

WHISTLE: dict[str, Any] = {
    "kind": LITTER.name,
    "place": ANKANG.name,
    "community": LONGWANGMIAO.name,
    "unit": WATER.name,
    "landline": "0359-0001002",
    "code": "6825061749",
    "accept_by": at(31.75),
    "answer_by": at(175.75),
    "reason": terms.RouteReason.PARTNER_COMPOUND,
    "link": "https://pgy.example/u/orders/6825061749?k=secret",
    "about": AlertKind.WHISTLE,
    "taken": False,
    "unchecked": False,
}
NOTICE: dict[str, Any] = {name: WHISTLE[name] for name in ("kind", "place", "community", "landline", "link")} | {
    "words": "安康小区环境卫生，哨单 682 506 1749，请在今天18:00前接单。",
}
DIGEST_LINE = DigestLine(
    "6825061749", LITTER.name, ANKANG.name, at(31.75), False, "https://pgy.example/u/orders/6825061749?k=s"
)
DIGEST: dict[str, Any] = {
    "unit": WATER.name,
    "day": date(2026, 3, 9),
    "overdue": (replace(DIGEST_LINE, due=at(-20)),),
    "today": (replace(DIGEST_LINE, taken=True, due=at(7.75)),),
    "open": (DIGEST_LINE, replace(DIGEST_LINE, code="6000000001", place=LONG_NAME, taken=True)),
    "rescheduled": (replace(DIGEST_LINE, taken=True, due=at(223.75)),),
    "waiting": (replace(DIGEST_LINE, taken=True, due=at(-90), paused=True, code="6000000009"),),
    "door": "https://pgy.example/u",
    "unsubscribe": "https://pgy.example/unsubscribe?k=secret",
}


def emails() -> Iterator[Example]:
    yield from follow_emails()
    yield from digest_emails()
    yield Example("whistle", "delivery/whistle", WHISTLE)
    yield Example("whistle-unchecked", "delivery/whistle", WHISTLE | {"unchecked": True})
    for about in (AlertKind.REOPENED, AlertKind.GO_ON, AlertKind.DATE_KEPT):
        yield Example(about.replace("_", "-"), "delivery/whistle", WHISTLE | {"about": about})
    handed = WHISTLE | {"about": AlertKind.HANDED}
    yield Example("handed", "delivery/whistle", handed | {"taken": True})
    yield Example("handed-open", "delivery/whistle", handed)
    yield Example("whistle-hostile", "delivery/whistle", WHISTLE | {"place": Name(HOSTILE, HOSTILE), "unit": LONG_NAME})
    for about, count in ((AlertKind.DUE_ACCEPT, 1), (AlertKind.UNTAKEN, 1), (AlertKind.DESK, 3)):
        yield Example(f"notice-{about.replace('_', '-')}", "delivery/notice", NOTICE | {"about": about, "count": count})
    yield Example("digest", "digests/unit", DIGEST)
    one = {"overdue": (), "today": (), "rescheduled": (), "open": (DIGEST_LINE,), "waiting": ()}
    yield Example("digest-one", "digests/unit", DIGEST | one)
    many = {"open": (DIGEST_LINE,) * 12, "unit": Name(HOSTILE, HOSTILE)}
    yield Example("digest-many", "digests/unit", DIGEST | many)
