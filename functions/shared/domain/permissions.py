"""What a role may do: this table, and nothing beside it."""

from collections.abc import Mapping
from enum import StrEnum

from functions.shared.domain.errors import Refused
from functions.shared.domain.staff import Role, Staff


class Act(StrEnum):
    """Something that can be done at the desk."""

    LOOK = "look"  # the queue, and a request without personal data
    LOOK_PRIVATE = "look_private"  # who asked, and in what words
    FILE = "file"
    SETTLE = "settle"  # 当场办结
    CHECK = "check"  # 现场核实
    WHISTLE = "whistle"  # 吹哨
    RECORD_UNIT = "record_unit"  # what a unit has told staff
    RECORD_VERDICT = "record_verdict"  # what a resident has told staff
    ATTEMPT_CONTACT = "attempt_contact"
    ASK = "ask"
    ANSWER = "answer"  # words to the resident
    AGENDA = "agenda"  # 列入联席会议
    ACCEPT_RETURN = "accept_return"
    CLASSIFY = "classify"
    MERGE = "merge"
    TRANSFER = "transfer"
    EXPLAIN = "explain"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    CLOSE_PARTLY = "close_partly"
    REOPEN = "reopen"
    OBJECT_RESCHEDULE = "object_reschedule"
    JOIN = "join"  # "me too"
    RELEASE_WORDS = "release_words"
    BLANK_WORDS = "blank_words"

    INSIST_RETURN = "insist_return"
    JOINT = "joint"  # 联席会商
    DEFER = "defer"  # 挂账
    UNDO = "undo"
    DECLARE_PROGRAMME = "declare_programme"  # and all that is decided about one

    SEE_DIRECTORY = "see_directory"
    EDIT_DIRECTORY = "edit_directory"
    IMPORT_DIRECTORY = "import_directory"
    HAND_OVER = "hand_over"

    IMPORT_REQUESTS = "import_requests"
    EXPORT_REQUESTS = "export_requests"
    OPENING_FIGURES = "opening_figures"
    STATISTICS = "statistics"

    SEE_ACCESS_LOG = "see_access_log"
    EXPORT_PERSON = "export_person"
    ERASE_PERSON = "erase_person"


_EVERYBODY = frozenset({Act.SEE_DIRECTORY, Act.STATISTICS})
_STAFF = _EVERYBODY | {
    *(Act.LOOK, Act.LOOK_PRIVATE, Act.FILE, Act.SETTLE, Act.CHECK, Act.WHISTLE, Act.RECORD_UNIT, Act.RECORD_VERDICT),
    *(Act.ATTEMPT_CONTACT, Act.ASK, Act.ANSWER, Act.AGENDA, Act.ACCEPT_RETURN, Act.CLASSIFY, Act.MERGE, Act.TRANSFER),
    *(Act.EXPLAIN, Act.REJECT, Act.WITHDRAW, Act.CLOSE_PARTLY, Act.REOPEN, Act.OBJECT_RESCHEDULE, Act.JOIN),
    *(Act.RELEASE_WORDS, Act.BLANK_WORDS),
}
_LEAD = _STAFF | {
    *(Act.INSIST_RETURN, Act.JOINT, Act.DEFER, Act.UNDO, Act.DECLARE_PROGRAMME),
    *(Act.SEE_ACCESS_LOG, Act.EXPORT_PERSON, Act.ERASE_PERSON, Act.IMPORT_REQUESTS, Act.EXPORT_REQUESTS),
}
PERMISSIONS: Mapping[Role, frozenset[Act]] = {
    Role.STAFF: _STAFF,
    Role.LEAD: _LEAD,
    Role.COUNTY: _LEAD | {Act.OPENING_FIGURES},
    Role.SUPERVISOR: _EVERYBODY | {Act.LOOK, Act.LOOK_PRIVATE, Act.SEE_ACCESS_LOG},
    Role.ADMIN: _EVERYBODY
    | {Act.EDIT_DIRECTORY, Act.IMPORT_DIRECTORY, Act.HAND_OVER}
    | {Act.OPENING_FIGURES, Act.IMPORT_REQUESTS, Act.SEE_ACCESS_LOG},
}


def may(role: Role, act: Act) -> bool:
    return act in PERMISSIONS[role]


def permit(staff: Staff, act: Act, community: str | None = None) -> None:
    """Let `staff` do `act`, to something of `community` where one is given.

    Raises Refused `not_permitted` if the role may not, `not_your_community` if it may elsewhere only.
    """
    if not may(staff.role, act):
        raise Refused("not_permitted")
    if community is not None and not staff.covers(community):
        raise Refused("not_your_community")
