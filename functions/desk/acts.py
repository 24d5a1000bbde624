"""The forms of a case: the fields of each act, and the step that it asks for with what was typed."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from functions.desk import decide, speak, unit_forms, whistle_forms
from functions.desk.asked import Asked, Step, lead_has_left, number, public_sentence
from functions.shared.domain import words
from functions.shared.domain.county_time import moment
from functions.shared.domain.directory import Community, Compound
from functions.shared.domain.errors import Refused
from functions.shared.domain.terms import (
    CloseReason,
    DeferReason,
    Finding,
    Heard,
    RescheduleReason,
    ReturnReason,
    Verdict,
)
from functions.shared.domain.time_limits import DAY_ENDS
from functions.shared.steps.dispute import dispute
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.withdraw import withdraw
from functions.shared.tables import directory

FIELDS: Mapping[str, tuple[str, ...]] = {
    "send": ("unit",),
    "whistle": ("unit", "helper_1", "helper_2", "helper_3", "words"),
    "helpers": ("helper_1", "helper_2", "helper_3", "words"),
    "check": ("finding", "words"),
    "insist": ("words",),
    "take": ("order",),
    "return": ("order", "return_reason", "named", "words"),
    "progress": ("order", "public_words", "words", "looked_over"),
    "reschedule": ("order", "day", "reschedule_reason", "words"),
    "done": ("order", "public_words", "words", "raised", "looked_over"),
    "object": ("words",),
    "verdict": ("verdict", "heard", "words"),
    "confirm": (),
    "attempt": ("way", "words"),
    "ask": ("words",),
    "note_answer": ("words",),
    "answer": ("words",),
    "classify": ("category", "place"),
    "reopen": ("words",),
    "close_partly": ("words",),
    "agenda": (),
    "joint": ("day", "words"),
    "defer": ("defer_reason", "day", "public_words", "looked_over"),
    "explain": ("close_reason", "public_words", "words", "looked_over"),
    "transfer": ("close_reason", "public_words", "words", "looked_over"),
    "reject": ("close_reason", "public_words", "words", "looked_over"),
    "withdraw": ("words",),
    "merge": ("other",),
    "dispute": ("words", "something_new"),
    "undo": ("words",),
    "release": ("of", "public_words", "looked_over"),
    "blank": ("of",),
}
REASONS: Mapping[str, tuple[StrEnum, ...]] = {  # what a field's list offers
    "return_reason": tuple(ReturnReason),
    "reschedule_reason": tuple(RescheduleReason),
    "defer_reason": tuple(DeferReason),
    "close_reason": tuple(CloseReason),
    "finding": tuple(Finding),
    "heard": (Heard.CALL, Heard.VISIT, Heard.STATION),
    "way": (Heard.CALL, Heard.VISIT, Heard.NOTICE),
}
ONE_PRESS = frozenset({"send", "agenda", "confirm"})  # on the case's own page


def asked_for(asked: Asked) -> Step:
    """The step that `asked` asks for. Raises Wrong with every field to mend."""
    step = _READERS[asked.act](asked)
    asked.form.done()
    return step


def _object(asked: Asked) -> Step:
    return partial(decide.object_to_date, words=asked.words(), calendar=directory.calendar())


def _verdict(asked: Asked) -> Step:
    """Never heard by those who did the work."""
    lead = asked.request.lead
    if lead is not None and lead.unit == asked.staff.community:
        raise Refused("own_work")
    verdict, heard = asked.form.choice("verdict", Verdict), asked.form.choice("heard", Heard)
    left = lead_has_left(asked.request)
    return partial(
        give_verdict, verdict=verdict, heard=heard, words=asked.words(), calendar=directory.calendar(), unit_left=left
    )


def _attempt(asked: Asked) -> Step:
    return partial(speak.note_attempt, way=asked.form.choice("way", Heard), words=asked.words())


def _classify(asked: Asked) -> Step:
    form, filed = asked.form, asked.request.filed
    category = form.read(lambda: directory.category(asked.typed["category"] or filed.category), None)
    kind, _, place = asked.typed["place"].partition(":")
    found = form.read(lambda: _place(kind, place), None)
    form.done()
    if category is None or found is None:
        raise Refused("unknown_place", "place")
    community, compound = found
    if not asked.staff.covers(community.id):
        raise Refused("not_your_community", "place")
    return partial(
        decide.classify, category=category, community=community, compound=compound, calendar=directory.calendar()
    )


def _place(kind: str, place: str) -> tuple[Community, Compound | None]:
    if kind == "compound":
        compound = directory.compound(place)
        return directory.community(compound.community), compound
    if kind == "community":
        return directory.community(place), None
    raise Refused("place_missing", "place")


def _joint(asked: Asked) -> Step:
    return partial(decide.set_joint_meeting, meets_at=moment(asked.form.day("day"), DAY_ENDS), words=asked.words())


def _defer(asked: Asked) -> Step:
    reason, day = asked.form.choice("defer_reason", DeferReason), asked.form.day("day")
    return partial(decide.defer, reason=reason, review_at=moment(day, DAY_ENDS), public_words=public_sentence(asked))


def _end(asked: Asked) -> Step:
    reason = asked.form.choice("close_reason", CloseReason)
    public_words, said = public_sentence(asked, required=False), asked.form.text("words")
    return partial(decide.end, how=asked.act, reason=reason, public_words=public_words, words=said)


def _dispute(asked: Asked) -> Step:
    new, left = asked.form.ticked("something_new"), lead_has_left(asked.request)
    return partial(dispute, words=asked.words(), something_new=new, calendar=directory.calendar(), unit_left=left)


def _reopen(asked: Asked) -> Step:
    undo, left = asked.act == "undo", lead_has_left(asked.request)
    return partial(decide.reopen, words=asked.words(), calendar=directory.calendar(), undo=undo, unit_left=left)


def _release(asked: Asked) -> Step:
    return partial(speak.release, of=_sequence(asked), words=public_sentence(asked, longest=words.LONGEST))


def _blank(asked: Asked) -> Step:
    return partial(speak.blank, of=_sequence(asked))


def _sequence(asked: Asked) -> int:
    typed = asked.typed["of"]
    return asked.form.read(lambda: number(typed, "of"), 1)


def _says(step: Step) -> Callable[[Asked], Step]:
    return lambda asked: partial(step, words=asked.words())


_READERS: Mapping[str, Callable[[Asked], Step]] = {
    "send": whistle_forms.send,
    "whistle": whistle_forms.whistle,
    "helpers": whistle_forms.helpers,
    "check": whistle_forms.check,
    "insist": whistle_forms.insist,
    "take": unit_forms.take,
    "return": unit_forms.give_back,
    "progress": unit_forms.progress,
    "reschedule": unit_forms.put_off,
    "done": unit_forms.done,
    "object": _object,
    "verdict": _verdict,
    "confirm": lambda asked: speak.confirm_number,
    "attempt": _attempt,
    "ask": _says(speak.ask),
    "note_answer": _says(speak.note_answer),
    "answer": _says(speak.answer),
    "classify": _classify,
    "reopen": _reopen,
    "close_partly": _says(decide.close_partly),
    "agenda": lambda asked: decide.put_on_agenda,
    "joint": _joint,
    "defer": _defer,
    "explain": _end,
    "transfer": _end,
    "reject": _end,
    "withdraw": _says(withdraw),
    "dispute": _dispute,
    "undo": _reopen,
    "release": _release,
    "blank": _blank,
}
