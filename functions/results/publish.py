"""A closed request becomes a line everybody can read (成效清单); an open one leaves the list."""

from functions.shared.domain.directory import Category, Community, Compound, Name, PublicRule
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import WITHOUT_WORK, ClosedAs, State
from functions.shared.domain.views import ResultLine

_NO_RESULT = frozenset({ClosedAs.MERGED, ClosedAs.WITHDRAWN, ClosedAs.REJECTED})


def is_listed(request: Request) -> bool:
    """Whether the request stands in the list: closed with a result, and of a category that is ever public."""
    closed = request.state is State.CLOSED and request.closed_as not in _NO_RESULT
    return closed and request.public is not PublicRule.NEVER


def line(
    request: Request, category: Category, community: Community, compound: Compound | None, unit: Name | None
) -> ResultLine:
    """The line of a closed request, its place as coarse as the category's rule says."""
    filed = request.filed
    place = compound.name if compound and request.public_compound else community.name
    return ResultLine(
        code=request.id,
        asked_at=filed.at,
        closed_at=request.closed_at or request.since,
        closed_as=request.closed_as or "",
        category=category.name,
        community=community.name,
        place=place,
        unit=unit,
        category_id=filed.category,
        community_id=filed.community,
        unit_id=request.unit or "",
    )


def answered_with(request: Request) -> int:
    """How many residents a closed request has answered beside whoever asked. One that ends without work sets free
    those that were with it."""
    return 0 if request.closed_as in WITHOUT_WORK else len(request.absorbed)
