"""Which text an alert becomes: which words, which code goes to whom, which place, which time."""

from datetime import timedelta

import pytest

from functions.delivery.sms_text import INVITES_REPLIES, text_for
from functions.shared.domain.alert import COUNTY, RESIDENT, Alert, AlertKind
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.directory import Compound, Unit
from functions.shared.gateways.channel import Text
from infra.tools.lint_texts import texts
from infra.tools.text_rules import INVITES
from tests.builders import HOUR, NOON, Told, a_request, accepted, assigned, done, partly, returned, whistled
from tests.county import ANKANG, LITTER, LONGWANGMIAO, RED_CROSS

SAID_DONE = a_request(whistled_to=RED_CROSS).after(accepted(), done())
ORDER = SAID_DONE.order(1)
TO_RESIDENTS = (
    AlertKind.RECEIVED,
    AlertKind.TAKEN,
    AlertKind.RESCHEDULED,
    AlertKind.DONE,
    AlertKind.ASKED,
    AlertKind.NEWS,
)
BY_TEXT = [kind for kind in AlertKind if kind is not AlertKind.ENDED]  # followers are told by email alone
TO_THE_COMMUNITY = (AlertKind.DUTY, AlertKind.DESK)
ITS_UNIT, COMMUNITY = f"unit:{RED_CROSS.id}", f"unit:{LONGWANGMIAO.id}"


def audience(kind: AlertKind) -> str:
    if kind in TO_RESIDENTS:
        return RESIDENT
    return COMMUNITY if kind in TO_THE_COMMUNITY else ITS_UNIT


def text(
    kind: AlertKind,
    request: Told = SAID_DONE,
    *,
    to: str | None = None,
    order: int | None = 1,
    compound: Compound | None = ANKANG,
    unit: Unit | None = RED_CROSS,
    language: str = "zh",
    replies: bool = True,
    count: int = 0,
    busy: bool = False,
) -> Text:
    alert = Alert(
        kind=kind,
        audience=to or audience(kind),
        request_id=request.id,
        sequence=1,
        priority="P2",
        at=NOON,
        order=order,
    )
    return text_for(
        alert,
        request,
        category=LITTER,
        community=LONGWANGMIAO,
        compound=compound,
        unit=unit,
        address="pgy.example",
        language=language,
        replies=replies,
        count=count,
        busy=busy,
    )


@pytest.mark.parametrize("kind", BY_TEXT)
@pytest.mark.parametrize("count", [0, 3])
@pytest.mark.parametrize("busy", [True, False])
def test_every_alert_has_a_text(kind: AlertKind, count: int, busy: bool) -> None:
    for language in ("zh", "en") if kind in TO_RESIDENTS else ("zh",):
        said = text(kind, language=language, count=count, busy=busy)
        assert said.language == language
        assert said.community == LONGWANGMIAO.id
        assert not {"landline", "address"} & set(said.values)


@pytest.mark.parametrize("kind", BY_TEXT)
@pytest.mark.parametrize("request_", [SAID_DONE, a_request(whistled_to=RED_CROSS, confirmed=False)])
def test_without_replies_none_is_invited(kind: AlertKind, request_: Told) -> None:
    for language in ("zh", "en") if kind in TO_RESIDENTS else ("zh",):
        assert not INVITES.search(text(kind, request_, language=language, replies=False).words)


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        (AlertKind.WHISTLE, "接单回1退单回2"),
        (AlertKind.DUE_ACCEPT, "接单回1，退单回2"),
        (AlertKind.DUE_ANSWER, "办完回3加结果"),
        (AlertKind.UNTAKEN, "接单回1"),
        (AlertKind.DONE, "解决了回1，部分解决回2，没解决回3"),
    ],
)
def test_with_replies_the_text_says_how(kind: AlertKind, how: str) -> None:
    assert how in text(kind).words
    assert how not in text(kind, replies=False).words


def test_every_text_that_invites_has_its_twin() -> None:
    there = {name for _, name in texts()}
    assert {f"{name}_no_reply" for name in INVITES_REPLIES} <= there


def test_a_colleague_hears_what_there_is_to_do() -> None:
    held = a_request(whistled_to=RED_CROSS).after(assigned())
    at_work = held.after(accepted())
    accept, answer = (at.astimezone(COUNTY_ZONE) for at in (held.order(1).accept_by, held.order(1).answer_by))
    waiting = text(AlertKind.HANDED, held)
    assert (waiting.template, text(AlertKind.HANDED, held, replies=False).template) == (
        "handed_open",
        "handed_open_no_reply",
    )
    assert "接单回1退单回2" in waiting.words
    assert waiting.values["when"].startswith(f"{accept.day}日")
    taken = text(AlertKind.HANDED, at_work)
    assert taken.template == "handed"
    assert taken.values["when"].startswith(f"{answer.day}日")


def test_whose_number_is_not_sure_is_asked_whether_they_want_texts() -> None:
    unsure, sure = (a_request(whistled_to=RED_CROSS, confirmed=confirmed) for confirmed in (False, True))
    assert text(AlertKind.RECEIVED, unsure).template == "received_unconfirmed"
    assert text(AlertKind.RECEIVED, unsure, replies=False).template == "received"
    assert text(AlertKind.RECEIVED, sure).template == "received"


@pytest.mark.parametrize("kind", BY_TEXT)
@pytest.mark.parametrize("count", [0, 3])
def test_the_orders_code_goes_to_its_unit_alone(kind: AlertKind, count: int) -> None:
    for to in (RESIDENT, "resident:3825061749") if kind in TO_RESIDENTS else (ITS_UNIT, COMMUNITY, "unit:x", COUNTY):
        said = text(kind, to=to, count=count)
        codes = {word for word in (ORDER.code, SAID_DONE.id) if word in said.words}
        if said.template == "news_unit":  # nothing of it is to be done
            assert codes == set()
        elif to != ITS_UNIT:
            assert codes == {SAID_DONE.id}
        elif kind not in TO_THE_COMMUNITY:
            assert codes == {ORDER.code}


def test_the_place_is_the_compound_or_else_the_community() -> None:
    assert text(AlertKind.WHISTLE).values["place"] == ANKANG.name.short
    assert text(AlertKind.WHISTLE, compound=None).values["place"] == LONGWANGMIAO.name.short


def test_the_time_of_the_order_it_is_about() -> None:
    accept, answer = (at.astimezone(COUNTY_ZONE) for at in (ORDER.accept_by, ORDER.answer_by))
    assert text(AlertKind.WHISTLE).values["when"].startswith(f"{accept.day}日")
    assert text(AlertKind.DUE_ACCEPT).values["when"].startswith(f"{accept.day}日")
    assert text(AlertKind.LATE_ACCEPT).values["when"].startswith(f"{accept.day}日")
    for kind in (AlertKind.REOPENED, AlertKind.DUE_ANSWER, AlertKind.LATE_ANSWER, AlertKind.DATE_KEPT):
        assert text(kind).values["when"].startswith(f"{answer.day}日")


def test_a_resident_hears_the_day_and_a_unit_the_hour() -> None:
    at_six = NOON.astimezone(COUNTY_ZONE).replace(hour=18, minute=0) + timedelta(days=7)
    request = a_request(whistled(answer_by=at_six, accept_by=NOON + HOUR), accepted())
    assert text(AlertKind.TAKEN, request).values["when"] == f"{at_six.month}月{at_six.day}日"
    assert text(AlertKind.REOPENED, request).values["when"] == f"{at_six.day}日18时"


def test_before_there_is_an_order_the_promise_is_what_there_is() -> None:
    request = a_request()
    told = text(AlertKind.RECEIVED, request, order=None, unit=None)
    assert told.values["code"] == request.id
    assert f"{request.filed.answer_by.astimezone(COUNTY_ZONE).day}日" in told.values["when"]


def test_the_community_hears_why_it_has_to_decide() -> None:
    assert "单位退单了" in text(AlertKind.DESK, a_request(whistled(), returned())).words
    assert "居民说没全解决" in text(AlertKind.DESK, SAID_DONE.after(partly())).words


def test_a_duty_alert_names_the_unit_unless_it_is_the_community_itself() -> None:
    assert text(AlertKind.DUTY).template == "duty"
    assert text(AlertKind.DUTY, order=None, unit=None).template == "duty_alone"
    own = a_request(whistled_to=Unit(LONGWANGMIAO.id, LONGWANGMIAO.name, RED_CROSS.kind))
    assert text(AlertKind.DUTY, own).template == "duty_alone"


@pytest.mark.parametrize(
    ("kind", "to", "busy", "name"),
    [
        (AlertKind.DUE_ANSWER, ITS_UNIT, False, "reminder_many"),
        (AlertKind.WHISTLE, ITS_UNIT, False, "morning_unit"),
        (AlertKind.CALLED_OFF, ITS_UNIT, False, "news_unit"),
        (AlertKind.DESK, COMMUNITY, False, "morning_desk"),
        (AlertKind.WHISTLE, ITS_UNIT, True, "busy_unit"),
        (AlertKind.NEWS, RESIDENT, False, "morning_resident"),
        (AlertKind.NEWS, RESIDENT, True, "morning_resident"),
    ],
)
def test_several_are_said_in_one(kind: AlertKind, to: str, busy: bool, name: str) -> None:
    several = text(kind, to=to, count=4, busy=busy)
    assert several.template == name
    assert several.values["count"] == "4"
    assert text(kind, to=to, count=1, busy=busy).template != name
