"""What the clock does with a request that has waited long enough."""

from datetime import datetime

import pytest

from functions.deadlines.sweep import WHISTLES, cause_of, end_wait, over, unchecked
from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Class
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.request import Request, Wait, WaitKind
from functions.shared.domain.transitions import ClosedAs, State
from functions.shared.steps.choose_unit import Choice
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    Happening,
    Told,
    a_press,
    a_request,
    accepted,
    answered,
    asked,
    classified,
    closed_silent,
    contact_attempted,
    deferred,
    done,
    explained,
    joint,
    merged,
    partly,
    reminded,
    reopened,
    return_refused,
    returned,
    settled,
    solved,
    whistled,
    words_added,
)
from tests.county import OFFICE, RED_CROSS

LATER = NOON + 400 * DAY
AT_WORK = (whistled(to=RED_CROSS), accepted())
SAID_DONE = (*AT_WORK, done())
TWICE = (contact_attempted(), contact_attempted())
VISIT = contact_attempted(terms.Heard.VISIT)


def ended(request: Request, now: datetime = LATER) -> f.Fact:
    awaited = over(request, now)
    assert awaited is not None
    return end_wait(request, awaited=awaited, cause=cause_of(request, awaited), now=now).fact


@pytest.mark.parametrize(
    ("happened", "kind"),
    [
        ((), WaitKind.ROUTE),
        ((words_added(),), WaitKind.ROUTE),
        ((classified(),), WaitKind.ROUTE),
        ((whistled(), returned()), WaitKind.RETURNED),
        ((asked(),), WaitKind.RESIDENT),
        ((*AT_WORK, asked()), WaitKind.RESIDENT),
        (SAID_DONE, WaitKind.REMIND),
        ((*SAID_DONE, *TWICE), WaitKind.REMIND),
        ((*SAID_DONE, reminded(), *TWICE), WaitKind.VERDICT),
        ((*SAID_DONE, *TWICE, reminded()), WaitKind.VERDICT),
    ],
)
def test_what_is_waited_for_is_over_when_its_time_has_come(happened: tuple[Happening, ...], kind: WaitKind) -> None:
    request = a_request(*happened)
    awaited = over(request, LATER)
    assert awaited == request.wait
    assert awaited is not None
    assert awaited.kind is kind
    assert over(request, awaited.until) == awaited
    assert over(request, awaited.until - MINUTE) is None


@pytest.mark.parametrize(
    "happened",
    [
        (whistled(),),
        (whistled(), returned(), return_refused()),
        AT_WORK,
        (*AT_WORK, asked(), answered()),
        (*SAID_DONE, reminded()),  # nobody has tried to reach them
        (*SAID_DONE, reminded(), contact_attempted()),
        (*SAID_DONE, partly()),  # waits for the desk, as all below
        (*AT_WORK, joint()),
        (*AT_WORK, deferred()),
        (settled(),),
        (merged(),),
        (explained(),),
        (*SAID_DONE, solved()),
        (*SAID_DONE, closed_silent()),
    ],
)
def test_what_the_clock_leaves_alone(happened: tuple[Happening, ...]) -> None:
    assert over(a_request(*happened), LATER) is None


def test_another_way_than_texts_needs_a_visit() -> None:
    request = a_request(*SAID_DONE, *TWICE, reminded(), another_way=True)
    assert over(request, LATER) is None
    assert over(request.after(VISIT), LATER) == request.wait


def test_attempts_of_an_earlier_round_count_no_more() -> None:
    request = a_request(*SAID_DONE, *TWICE, reminded()).after(partly(), reopened(), done(), reminded())
    assert over(request, LATER) is None


def test_nobody_answered_and_it_goes_on_where_it_was() -> None:
    request = a_request(*AT_WORK, asked())
    due = request.order(1).answer_by
    fact = ended(request, LATER)
    assert isinstance(fact, f.WaitEnded)
    assert (fact.by, fact.at) == (f.CLOCK, LATER)
    after = evolve(request, fact)
    assert after.state is State.ACCEPTED
    assert after.order(1).answer_by == due + (LATER - request.since)


def test_after_three_days_the_resident_is_asked_once_more_and_then_the_week_counts() -> None:
    request = a_request(*SAID_DONE)
    fact = ended(request, request.since + 3 * DAY)
    assert isinstance(fact, f.VerdictReminded)
    after = evolve(request, fact)
    assert after.state is State.DONE
    assert after.wait == Wait(WaitKind.VERDICT, request.since + 7 * DAY)


def test_after_seven_days_and_two_attempts_it_closes_as_silent() -> None:
    request = a_request(*SAID_DONE, *TWICE, reminded())
    fact = ended(request)
    assert isinstance(fact, f.ClosedSilent)
    assert evolve(request, fact).closed_as is ClosedAs.SILENT


def whistle(request: Request) -> Decision:
    return Decision(whistled(to=RED_CROSS)(request))


@pytest.mark.parametrize("happened", [(), (whistled(), returned())])
def test_for_somebody_to_whistle_the_rule_does(happened: tuple[Happening, ...]) -> None:
    request = a_request(*happened)
    awaited = over(request, LATER)
    assert awaited is not None
    assert awaited.kind in WHISTLES
    decision = end_wait(request, awaited=awaited, cause=a_press(), now=LATER, whistle=whistle)
    assert isinstance(decision.fact, f.UnitsWhistled)


@pytest.mark.parametrize(
    ("seen", "meanwhile"),
    [
        ((), (whistled(),)),
        ((), (classified(at=NOON + HOUR),)),
        ((), (asked(),)),
        ((), (explained(),)),
        ((whistled(), returned()), (return_refused(),)),
        ((*AT_WORK, asked()), (answered(),)),
        (SAID_DONE, (solved(),)),
        ((*SAID_DONE, *TWICE, reminded()), (partly(),)),
    ],
)
def test_what_happened_first_counts(seen: tuple[Happening, ...], meanwhile: tuple[Happening, ...]) -> None:
    request = a_request(*seen)
    awaited = over(request, LATER)
    assert awaited is not None
    with pytest.raises(Refused, match="not_due"):
        end_wait(request.after(*meanwhile), awaited=awaited, cause=a_press(), now=LATER, whistle=whistle)


def test_the_end_of_one_wait_is_one_cause_whoever_looks_and_when() -> None:
    request = a_request(*SAID_DONE)
    assert request.wait is not None
    cause = cause_of(request, request.wait)
    assert cause == cause_of(request.after(words_added()), request.wait)
    assert cause.id.startswith("sweep:")
    assert len(cause.id) == len("sweep:") + 32
    others = {
        cause_of(request, Wait(WaitKind.VERDICT, request.wait.until)).id,
        cause_of(request, Wait(WaitKind.REMIND, request.wait.until + MINUTE)).id,
        cause_of(a_request(*SAID_DONE, code="3000000017"), request.wait).id,
    }
    assert len(others | {cause.id}) == 4


PARTNER, ITSELF = (Choice(unit.id, terms.RouteReason.PARTNER_COMPOUND) for unit in (RED_CROSS, OFFICE))


@pytest.mark.parametrize(
    ("request_", "choice", "expected"),
    [
        (a_request(), PARTNER, True),
        (a_request(whistled(), returned()), PARTNER, True),
        (a_request(), ITSELF, False),
        (a_request(whistled(), returned()), ITSELF, False),
        (a_request(priority=Class.P1), PARTNER, False),
        (a_request(by=f.staff_actor("clerk")), PARTNER, False),
    ],
)
def test_not_checked_is_said_of_what_the_desk_might_have_looked_at(
    request_: Told, choice: Choice, expected: bool
) -> None:
    assert unchecked(request_, choice) is expected
