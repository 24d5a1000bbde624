"""A request's story as everybody may read it."""

from datetime import datetime

import pytest

from functions.shared.domain import story, views
from functions.shared.domain.directory import Name
from functions.shared.domain.facts import unit_actor
from tests import builders as b
from tests.builders import (
    DAY,
    MINUTE,
    NOON,
    Told,
    a_request,
    accepted,
    checked,
    done,
    not_solved,
    not_solved_again,
    partly,
    progress,
    rescheduled,
    returned,
    solved,
    whistled,
    words_added,
)
from tests.county import LIGHTING, OFFICE, RED_CROSS, WATER_BUREAU


def told(request: Told) -> list[tuple[str, str | None]]:
    return [(step.what, step.unit) for step in story.steps(request)]


def test_the_lamps_of_the_lane() -> None:
    request = a_request(
        whistled(to=OFFICE), checked(), whistled(to=RED_CROSS), accepted(), done(), solved(), category=LIGHTING
    )
    assert told(request) == [
        ("received", None),
        ("whistled", "longwangmiao"),
        ("checked", "longwangmiao"),
        ("whistled", "red_cross"),
        ("accepted", "red_cross"),
        ("done", "red_cross"),
        ("verdict_solved", None),
    ]


def test_all_that_may_go_wrong() -> None:
    request = a_request(whistled(to=WATER_BUREAU), returned(), whistled(RED_CROSS, OFFICE), accepted(), progress())
    request = request.after(rescheduled(NOON + 9 * DAY), words_added(), done(), not_solved(), done())
    assert [what for what, _ in told(request.after(not_solved_again()))] == [
        "received",
        "whistled",
        "returned",
        "whistled",
        "whistled",
        "accepted",
        "progress",
        "rescheduled",
        "words_added",
        "done",
        "verdict_not",
        "done",
        "verdict_not_again",
    ]
    assert told(request.after(partly()))[-1] == ("verdict_partly", None)


def test_each_promise_is_shown_as_it_was_made() -> None:
    """A later date changes what comes after it, not what was promised before."""
    due, later = NOON + 7 * DAY, NOON + 9 * DAY
    request = a_request(whistled(to=RED_CROSS, answer_by=due), accepted(), rescheduled(later))
    until = {step.what: step.until for step in story.steps(request)}
    assert until["accepted"] == due
    assert until["rescheduled"] == later
    assert until["received"] == request.filed.answer_by


def test_who_added_words() -> None:
    request = a_request(whistled()).after(words_added(), words_added(by=unit_actor("red_cross")))
    assert [what for what, _ in told(request)][-2:] == ["words_added", "words_by_staff"]


def test_names_words_and_the_time_between() -> None:
    request = a_request(whistled(to=RED_CROSS), accepted(), done())
    names = {"red_cross": Name("县红十字会", "Red Cross")}
    shown = views.tell(story.steps(request), {4: "装了五盏灯"}, names.__getitem__)
    assert [step.unit.zh for step in shown if step.unit] == ["县红十字会"] * 3
    assert [step.words for step in shown] == [None, None, None, "装了五盏灯"]
    assert [step.after for step in shown] == [None, MINUTE, MINUTE, MINUTE]


def test_what_was_said_and_by_whom() -> None:
    request = a_request(whistled(to=RED_CROSS), accepted(), words_added())
    said = views.said(request.facts, {1: "路灯不亮", 4: "今天还是不亮"})
    assert [(one.who, one.text) for one in said] == [("resident", "路灯不亮"), ("resident", "今天还是不亮")]
    assert views.said(request.facts, {3: "明天来"})[0].who == "unit"


def test_a_story_never_shows_an_orders_code() -> None:
    request = a_request(whistled(to=RED_CROSS), accepted())
    assert request.order(1).code not in repr(story.steps(request))


WORK = a_request(whistled(to=RED_CROSS), accepted())
UNTOLD = {"Classified", "WordsBlanked", "VerdictReminded", "ContactAttempted", "PersonErased"}


@pytest.mark.parametrize(
    ("request_", "what", "unit"),
    [
        (a_request(b.settled()), "settled", None),
        (a_request(whistled(to=RED_CROSS, unchecked=True)), "whistled_unchecked", "red_cross"),
        (WORK.after(b.helper_whistled(OFFICE)), "helper_whistled", "longwangmiao"),
        (WORK.after(b.handed_over(to=OFFICE)), "handed_over", "longwangmiao"),
        (a_request(whistled(to=RED_CROSS), returned(), b.return_refused()), "return_refused", "red_cross"),
        (WORK.after(rescheduled(NOON + 9 * DAY), b.reschedule_refused()), "reschedule_refused", "red_cross"),
        (WORK.after(b.asked()), "paused", None),
        (WORK.after(b.asked(), b.answered()), "answered", None),
        (WORK.after(b.asked(), b.wait_ended()), "wait_ended", None),
        (WORK.after(b.on_agenda()), "on_agenda", None),
        (WORK.after(b.joint()), "joint", None),
        (WORK.after(b.deferred()), "deferred", None),
        (WORK.after(b.merged()), "merged", None),
        (WORK.after(b.absorbed()), "absorbed", None),
        (WORK.after(b.merged(), b.unmerged()), "unmerged", None),
        (WORK.after(b.explained()), "explained", None),
        (WORK.after(b.transferred()), "transferred", None),
        (WORK.after(b.rejected()), "rejected", None),
        (WORK.after(b.withdrawn()), "withdrawn", None),
        (WORK.after(done(), partly(), b.reopened()), "reopened", "red_cross"),
        (a_request(b.explained(), b.reopened(nobody=True)), "reopened", None),
        (WORK.after(done(), solved(), b.disputed()), "disputed", "red_cross"),
        (WORK.after(done(), partly(), b.closed_partly()), "closed_partly", None),
        (WORK.after(done(), b.closed_silent()), "closed_silent", None),
        (WORK.after(b.words_released()), "words_released", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_desk_and_the_clock_did(request_: Told, what: str, unit: str | None) -> None:
    assert told(request_)[-1] == (what, unit)


def test_what_is_nobodys_to_read_is_not_told() -> None:
    happened = {
        "Classified": a_request(b.classified()),
        "WordsBlanked": a_request(whistled()).after(b.words_blanked()),
        "VerdictReminded": WORK.after(done(), b.reminded()),
        "ContactAttempted": WORK.after(done(), b.contact_attempted()),
        "PersonErased": WORK.after(done(), solved(), b.erased()),
    }
    assert set(happened) == UNTOLD
    for name, request in happened.items():
        assert type(request.facts[-1]).__name__ == name
        assert len(story.steps(request)) == request.version - 1


@pytest.mark.parametrize(
    ("happening", "until", "reason"),
    [
        (b.helper_whistled(OFFICE, accept_by=NOON + DAY), NOON + DAY, None),
        (b.asked(at=NOON + DAY), NOON + 6 * DAY, None),
        (b.joint(meets_at=NOON + 9 * DAY), NOON + 9 * DAY, None),
        (b.deferred(review_at=NOON + 90 * DAY), NOON + 90 * DAY, "season"),
        (b.explained(), None, "no_money"),
        (b.transferred(), None, "other_body"),
        (b.rejected(), None, "not_a_request"),
        (b.handed_over(to=OFFICE, at=NOON + DAY), NOON + 2 * DAY, "handed_over"),
    ],
)
def test_until_when_and_why(happening: b.Happening, until: datetime | None, reason: str | None) -> None:
    step = story.steps(WORK.after(happening))[-1]
    assert (step.until, step.reason) == (until, reason)


def test_the_date_that_holds_again_is_shown() -> None:
    request = WORK.after(rescheduled(NOON + 9 * DAY), b.reschedule_refused())
    assert story.steps(request)[-1].until == WORK.order(1).answer_by
    again = WORK.after(done(), partly(), b.reopened())
    assert story.steps(again)[-1].until == again.order(1).answer_by


def test_an_unchecked_whistle_still_says_why() -> None:
    assert story.steps(a_request(whistled(unchecked=True)))[-1].reason == "partner_compound"


def test_words_let_out_stand_at_their_own_step() -> None:
    request = WORK.after(b.words_released(of=1), done())
    names = {"red_cross": Name("县红十字会", "Red Cross")}
    shown = views.tell(story.steps(request), {4: "路灯不亮，晚上走路不方便"}, names.__getitem__)
    assert [(step.what, step.words) for step in shown][-2:] == [
        ("words_released", "路灯不亮，晚上走路不方便"),
        ("done", None),
    ]


def test_words_taken_away_again_were_never_let_out() -> None:
    request = WORK.after(b.words_released(of=1), b.words_blanked(of=4), b.words_released(of=1))
    assert [(step.what, step.sequence) for step in story.steps(request)][3:] == [("words_released", 6)]
    assert told(WORK.after(progress(), b.words_blanked(of=4)))[-1] == ("progress", "red_cross")
