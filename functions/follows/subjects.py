"""What can be followed, as everybody may know it."""

from dataclasses import dataclass

from functions.shared.domain import follow
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.directory import Name, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Handling
from functions.shared.domain.transitions import State
from functions.shared.tables import directory, requests


@dataclass(frozen=True)
class Subject:
    """One request, or all of a community or compound. `category` is the request's; `over`: it has closed."""

    kind: str
    of: str
    place: Name
    category: Name | None = None
    over: bool = False

    @property
    def key(self) -> str:
        """As the table knows it."""
        return follow.subject(self.kind, self.of)

    @property
    def path(self) -> str:
        return f"/follow/{self.kind}/{self.of}"

    @property
    def page(self) -> str:
        """Where it can be read."""
        return f"/r/{self.of}" if self.kind == follow.REQUEST else "/results"


def load(kind: str, of: str) -> Subject:
    """Raises Refused `unknown_page` for what there isn't, or nobody may follow."""
    try:
        match kind:
            case follow.REQUEST:
                return of_request(public_request(of))
            case follow.COMMUNITY:
                return Subject(kind, of, directory.community(of).name)
            case follow.COMPOUND:
                return Subject(kind, of, directory.compound(of).name)
    except Refused:
        pass
    raise Refused("unknown_page")


def behind(key: str) -> Subject:
    """The subject that the table calls `key`. Raises Refused as `load`."""
    kind, _, of = key.partition(":")
    return load(kind, of)


def public_request(typed: str) -> Request:
    """A request that everybody may see. Raises Refused `unknown_page`."""
    request = requests.load(parse(typed, REQUEST))
    if request.public is PublicRule.NEVER or request.filed.handling is Handling.CANARY:
        raise Refused("unknown_page")
    return request


def of_request(request: Request) -> Subject:
    filed, compound = request.filed, request.public_compound
    place = directory.compound(compound).name if compound else directory.community(filed.community).name
    over = request.state is State.CLOSED
    return Subject(follow.REQUEST, request.id, place, directory.category(filed.category).name, over)
