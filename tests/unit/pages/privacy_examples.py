"""What each page about who has looked, export and erasure is given: typical, empty and hostile."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from functions.privacy.export import Message, Record
from functions.shared.domain.access import Look, Purpose
from functions.shared.domain.decision import Person
from functions.shared.domain.erasure import Counts, Erasure, Why
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import CLOCK, Id, PersonErased, staff_actor
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.phone import Phone
from functions.shared.domain.staff import Role, Staff
from functions.shared.domain.views import Said
from tests.unit.pages.photo_examples import BOTH, RELEASED
from tests.unit.pages.world import (
    ANKANG,
    DONE,
    HOSTILE,
    LITTER,
    LONGWANGMIAO,
    NOW,
    SOLVED,
    TAKEN,
    WHISTLED,
    WORDS,
    Example,
    a_request,
    at,
)

LEAD = Staff("lead", "龙王庙社区负责人", Role.LEAD, "longwangmiao", None, "lead@desk.example")
NAMES = {"lead": LEAD.name, "clerk": "龙王庙社区值班员"}
CLOSED = a_request(WHISTLED, TAKEN, DONE, SOLVED)
GONE = a_request(WHISTLED, TAKEN, DONE, SOLVED, PersonErased(at=at(90), by=CLOCK, cause=SOLVED.cause))
OPEN = a_request(WHISTLED)
COUNTS = Counts(person=1, words=3, public_words=1, deliveries=4, photos=2, follows=2)
ERASURE = Erasure(CLOSED.id, 5, Id("longwangmiao"), at(80), staff_actor("lead"), Why.WISH, COUNTS, at(80))
LOOKS = (
    *(Look(CLOSED.id, "clerk", purpose, at(hours)) for hours, purpose in enumerate(Purpose)),
    Look(CLOSED.id, "somebody_who_has_left", Purpose.READ_CASE, at(70)),
)
NOBODYS = Look("-", "lead", Purpose.SEARCH_TELEPHONE, at(75))
RECORD = Record(
    request=CLOSED,
    category=LITTER.name,
    community=LONGWANGMIAO.name,
    place=ANKANG.name,
    person=Person(Phone("+8615400009001"), "3 号楼东边", True, "7391", "王阿姨", "母亲", "请到家里来"),
    said=WORDS,
    shown=(Said(at(55), "unit", "垃圾已经清运干净。"),),
    messages=tuple(
        Message(at(hour), "sms", end) for hour, end in enumerate(("sent", "superseded", "unreachable", None))
    ),
    looks=LOOKS,
    photos=tuple(picture.photo for picture in (*BOTH, *RELEASED[:1])),
)


def _of(staff: Staff, path: str, **context: Any) -> dict[str, Any]:
    allowed = frozenset(act for act in Act if may(staff.role, act))
    return {"path": path, "staff": staff, "may": allowed, "sign_out": "t0ken", "errors": (), **context}


_TOKENS = {"telephone": "t0ken", "follows": "t0ken"}


def privacy_pages() -> Iterator[Example]:
    supervisor = replace(LEAD, id="supervisor", name="县督查员", role=Role.SUPERVISOR, community=None)
    home = _of(LEAD, "/desk/privacy", form=dict.fromkeys(("code", "telephone", "contact"), ""), tokens=_TOKENS)
    yield Example("privacy-home", "privacy/home.html", home)
    wrong = {
        "form": dict.fromkeys(("code", "telephone", "contact"), HOSTILE),
        "errors": (Refused("telephone_impossible", "telephone"),),
    }
    yield Example("privacy-home-hostile", "privacy/home.html", home | wrong)
    yield Example("privacy-unfollowed", "privacy/unfollowed.html", _of(LEAD, "/desk/privacy/follows"))
    mine = _of(LEAD, "/desk/privacy/mine", nobody="-", before=None)
    yield Example("privacy-mine", "privacy/mine.html", mine | {"looks": (*LOOKS, NOBODYS)})
    yield Example("privacy-mine-none", "privacy/mine.html", mine | {"looks": ()})
    log = {"request": CLOSED, "looks": LOOKS, "names": NAMES, "before": "2026#x", "erased": (), "token": "t0ken"}
    path = f"/desk/privacy/{CLOSED.id}"
    yield Example("privacy-log", "privacy/request.html", _of(LEAD, path, **log))
    yield Example("privacy-log-reads", "privacy/request.html", _of(supervisor, path, **log | {"before": None}))
    gone = log | {"request": GONE, "looks": (), "before": None, "erased": (ERASURE,)}
    yield Example("privacy-log-erased", "privacy/request.html", _of(LEAD, path, **gone))
    found = _of(LEAD, "/desk/privacy/telephone", telephone="154 0000 9001", token="t0ken")
    yield Example("privacy-found", "privacy/found.html", found | {"lines": ((CLOSED, LITTER), (OPEN, LITTER))})
    yield Example("privacy-found-none", "privacy/found.html", found | {"lines": ()})
    export = _of(LEAD, "/desk/privacy/export", made_at=NOW)
    erased = replace(RECORD, request=GONE, person=None, said=(), messages=(), looks=(), photos=())
    yield Example("privacy-export", "privacy/export.html", export | {"records": (RECORD, erased)})
    hostile = replace(
        RECORD, person=Person(None, HOSTILE, False, None, HOSTILE), said=(Said(NOW, "resident", HOSTILE),)
    )
    yield Example("privacy-export-hostile", "privacy/export.html", export | {"records": (hostile,)})
    yield Example("privacy-export-none", "privacy/export.html", export | {"records": ()})
    erase = {"request": CLOSED, "closed": True, "counts": COUNTS, "erased": (), "token": "t0ken"}
    yield Example("privacy-erase", "privacy/erase.html", _of(LEAD, f"{path}/erase", **erase))
    late = erase | {"request": OPEN, "closed": False, "errors": (Refused("erase_open"),)}
    yield Example("privacy-erase-open", "privacy/erase.html", _of(LEAD, f"{path}/erase") | late)
    done = erase | {"request": GONE, "erased": (ERASURE,)}
    yield Example("privacy-erase-done", "privacy/erase.html", _of(LEAD, f"{path}/erase", **done))
    certificate = _of(LEAD, "/desk/privacy/certificates/x", erasure=ERASURE, community=LONGWANGMIAO, names=NAMES)
    yield Example("privacy-certificate", "privacy/certificate.html", certificate)
    by_rule = replace(ERASURE, by=CLOCK, why=Why.RETENTION, done_at=None)
    yield Example("privacy-certificate-rule", "privacy/certificate.html", certificate | {"erasure": by_rule})
