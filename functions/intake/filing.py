"""A report becomes a request: looked at for doubts, then written, by itself or with one that is open already."""

from collections.abc import Iterator, Mapping
from functools import partial

from functions.intake import door, form
from functions.intake.doubts import Doubt, doubts, is_flood
from functions.intake.me_too import me_too
from functions.shared.domain.codes import REQUEST, derive, four_digits, parse
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Class
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Code, Merged
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Handling, Language
from functions.shared.edge import canary
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.edge.tokens import FormToken
from functions.shared.edge.visit import Visit
from functions.shared.gateways.keys import keys
from functions.shared.steps.accept_request import accept_request
from functions.shared.tables import directory, requests
from functions.shared.tables.private import telephone_key


def file(report: form.Report, typed: Mapping[str, str], token: FormToken, joins: str, here: Visit) -> Request:
    """Write it; with the code of another open request in `joins`, as a "me too" that goes with it from the start.

    Raises Refused `joins_gone`, `already_sent`, `too_many_filed`, `unknown_compound` or `unknown_community`.
    """
    category, compound, community, calendar = directory.for_filing(report.category, report.place)
    other = _joined(joins) if joins else None
    if other and report.category == form.UNKNOWN:
        category = directory.category(other.filed.category)
    why: tuple[Doubt, ...] = ()
    trial = canary.marked(keys(), here.form, now())
    waits_for_nothing = category.priority is Class.P0  # not even for being counted
    if not waits_for_nothing and not trial:
        seen = door.observe(token, here.address, report.telephone, typed[form.TRAP], typed[form.PROOF], now())
        if is_flood(seen):
            raise door.too_many(here.address, community.landline, now())
        why = doubts(seen)
    cause = token.cause("file", **report.content() | ({"joins": other.id} if other else {}))
    received = accept_request(
        category=category,
        compound=compound,
        community=community,
        calendar=calendar,
        words=report.words,
        person=Person(
            report.telephone,
            report.place_words,
            report.may_call,
            word=word(report, token),
            speaks_for=report.speaks_for,
            another_way=report.another_way,
        ),
        language=Language(here.language),
        cause=cause,
        now=now(),
        handling=Handling.CANARY if trial else Handling.JOINED if other else Handling.ROUTED,
        doubted=bool(why),
    )
    decisions: list[Decision] = [received]
    beside: requests.Beside | None = None
    if other:
        decisions.append(Decision(Merged(into=Code(other.id), at=now(), by=RESIDENT, cause=cause)))
        step = partial(me_too, community=community.id, priority=category.priority, cause=cause, now=now())
        beside = (other.id, step)
    known_by = telephone_key(keys().newest, report.telephone) if report.telephone else None
    request = requests.file(codes(token), cause, *decisions, telephone_key=known_by, beside=beside)
    told("request_received", request_id=request.id, category=category.id, version=request.version)
    if why:
        told("request_doubted", request_id=request.id, why=why)
    if waits_for_nothing:
        told("urgent_received", request_id=request.id)
    return request


def word(report: form.Report, token: FormToken) -> str | None:
    """The four digits that whoever leaves no telephone is known by."""
    return None if report.telephone else four_digits(token.key, token.nonce)


def codes(token: FormToken) -> Iterator[str]:
    """What the form's request is called: the first of these that no other has."""
    return (derive(token.key, REQUEST, token.nonce, attempt) for attempt in range(4))


def _joined(code: str) -> Request:
    """The one that was chosen. Raises Refused `joins_gone` for a code that is none."""
    try:
        return requests.load(parse(code, REQUEST, "joins"))
    except Refused:
        raise Refused("joins_gone", "joins") from None
