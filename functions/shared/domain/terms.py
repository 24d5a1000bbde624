"""The words that facts are told in: closed sets, each value for ever. A value may be added, none is renamed."""

from enum import StrEnum


class Kind(StrEnum):
    OPINION = "opinion"  # 社情民意
    PROBLEM = "problem"  # 问题
    DISPUTE = "dispute"  # 纠纷
    SERVICE = "service"  # 代办
    WISH = "wish"  # 微心愿


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    STATION = "station"
    SMS = "sms"
    OPEN311 = "open311"
    VISIT = "visit"  # told to staff at the door
    PLATFORM = "platform"  # taken in from a file of the 微心愿 platform that was there before


class Handling(StrEnum):
    """What becomes of a request that has just come."""

    ROUTED = "routed"  # a unit is found for it
    SETTLED = "settled"  # answered at the counter, in the same press: no whistle, no text, no deadline
    JOINED = "joined"  # "me too": it goes with another one from the start
    CANARY = "canary"  # nobody asked: a trial of the front door, never counted, never listed


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


class Finding(StrEnum):
    """What a check on site (现场核实) found."""

    AS_REPORTED = "as_reported"
    DIFFERENT = "different"
    NOT_FOUND = "not_found"


class RouteReason(StrEnum):
    """Why an order went to this unit."""

    OPERATOR = "operator"
    DEPARTMENT = "department"
    PARTNER_COMPOUND = "partner_compound"
    PARTNER_COMMUNITY = "partner_community"
    TEAM = "team"
    STATION = "station"
    COUNCIL = "council"
    DESK = "desk"
    CHECK_FIRST = "check_first"
    NO_UNIT = "no_unit"
    RETURNED_NAMING = "returned_naming"
    RETURNED = "returned"
    BY_NAME = "by_name"  # 点名哨
    HANDED_OVER = "handed_over"  # the unit before has left the directory


class ReturnReason(StrEnum):
    NOT_OURS = "not_ours"
    WRONG_PLACE = "wrong_place"
    NEEDS_OTHERS = "needs_others"
    NEEDS_MONEY = "needs_money"
    NOT_ENOUGH_TOLD = "not_enough_told"
    ALREADY_DONE = "already_done"
    OTHER = "other"


class RescheduleReason(StrEnum):
    MATERIAL = "material"
    WEATHER = "weather"
    MONEY = "money"
    OTHER_UNIT = "other_unit"
    RESIDENT_ASKED = "resident_asked"
    LARGER_THAN_THOUGHT = "larger_than_thought"


class Verdict(StrEnum):
    SOLVED = "solved"
    PARTLY = "partly"
    NOT = "not"


class Heard(StrEnum):
    """How staff heard it, or tried to."""

    CALL = "call"
    VISIT = "visit"
    STATION = "station"
    NOTICE = "notice"  # a slip left at the door or the station


class DeferReason(StrEnum):
    """Why a request is put off (挂账), as everybody may read it."""

    NEEDS_MONEY = "needs_money"
    NEEDS_PLANNING = "needs_planning"
    NEEDS_OWNERS = "needs_owners"  # the owners of the compound have to decide
    SEASON = "season"
    LAW = "law"


class CloseReason(StrEnum):
    """Why a request ends without work, as everybody may read it."""

    NOT_ALLOWED = "not_allowed"
    NOT_OURS_TO_DECIDE = "not_ours_to_decide"
    NO_MONEY = "no_money"
    COURT_OR_POLICE = "court_or_police"
    OTHER_COUNTY = "other_county"
    OTHER_BODY = "other_body"
    NOT_FOUND = "not_found"
    NOT_A_REQUEST = "not_a_request"
    RESIDENT_WISHES = "resident_wishes"
    SETTLED_ITSELF = "settled_itself"


class Deadline(StrEnum):
    """Which of an order's two deadlines."""

    ACCEPT = "accept"
    ANSWER = "answer"


class CalledOn(StrEnum):
    """Who hears of a deadline that has been missed, after the unit's leader."""

    COUNTY = "county"  # the county's duty officer
    EVERYBODY = "everybody"  # unit, community and county once more, until somebody takes it
    AGENDA = "agenda"  # the joint meeting's agenda, and so the county's digest
