"""A request's story as everybody may read it."""

from functions.shared.domain import story, views
from functions.shared.domain.directory import Name
from functions.shared.domain.facts import unit_actor
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
