"""What a kind of case asks of those who work on it: fields and presses, never seconds, never per person.

Whoever gets here has signed in: `app.staff`.
"""

import re
from collections import Counter
from datetime import datetime

from functions.shared.domain.county_time import local_day
from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.rows import Cell
from functions.shared.doors import staff as door
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, tallies
from functions.statistics.burden import BURDEN
from functions.statistics.figures import lines

app = http.App(page, guard=door.admit)
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)


@app.get("/desk/statistics")
def show() -> http.Answer:
    permit(app.staff, Act.STATISTICS)
    query = app.visit.query
    covered = tuple(it for it in directory.communities() if app.staff.covers(it.id))
    wanted = query.get("community", "")
    if wanted and wanted not in {it.id for it in covered}:
        raise Refused("not_your_community")
    month = query.get("month", "") or local_day(now()).isoformat()[:7]
    if not _MONTH.fullmatch(month):
        raise Refused("unknown_page")
    cells: Counter[Cell] = Counter()
    for community in covered:
        if wanted in ("", community.id):
            cells.update(tallies.month(community.id, month))
    categories = {it.id: it for it in directory.categories()}
    return app.page(
        "statistics/work.html",
        staff=app.staff,
        may=frozenset(act for act in Act if may(app.staff.role, act)),
        sign_out=door.token(app.visit, "sign_out"),
        communities=covered,
        community=wanted,
        month=month,
        months=_months(now()),
        categories=categories,
        lines=lines(cells, categories),
        burden=BURDEN,
    )


def _months(at: datetime) -> tuple[str, ...]:
    """This month and the eleven before it."""
    today = local_day(at)
    number = today.year * 12 + today.month - 1
    return tuple(f"{(number - back) // 12}-{(number - back) % 12 + 1:02d}" for back in range(12))


main = app.main
