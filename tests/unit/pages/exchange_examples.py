"""What the pages of import and export and of the statistics are given: typical, empty, wrong and hostile."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from functions.exchange.columns import FIELDS, FINISHED, NEEDED, Columns
from functions.exchange.filing import Taken
from functions.exchange.plan import Outcome, Planned
from functions.exchange.rows import Row
from functions.shared.domain.asked_of_workers import lines
from functions.shared.domain.burden import BURDEN
from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.rows import Cell
from tests.unit.pages.desk_examples import LEAD
from tests.unit.pages.world import ANKANG, CATEGORIES, HOSTILE, LITTER, LONGWANGMIAO, TIEZHI, Example

_OF: dict[str, Any] = {
    "staff": LEAD,
    "may": frozenset(act for act in Act if may(LEAD.role, act)),
    "sign_out": "t0ken",
    "errors": (),
    "community": LONGWANGMIAO,
}
_HEADERS = ("心愿编号", "心愿内容", "所在小区", "办理状态")
_COLUMNS = Columns(_HEADERS, dict(zip(("number", "words", "place", "result"), _HEADERS, strict=True)), FINISHED)
_AGAIN = {"text": "心愿编号,心愿内容\n1,灯坏了", "joins": "yes", "at": "2026-03-09T04:00:00Z", "token": "t0ken"}
_PLANNED = (
    Planned(Row(2, "1", "灯坏了", "安康小区3号楼", ANKANG), Outcome.FILED),
    Planned(Row(3, "2", "灯坏了好几天", "安康小区", ANKANG), Outcome.JOINED, "3000000017"),
    Planned(Row(4, "3", "水管漏水", "安康小区", ANKANG), Outcome.THERE, "3000000025"),
    Planned(Row(5, "1", "灯坏了", "安康小区3号楼", ANKANG), Outcome.TWICE),
    Planned(Row(6, "5", "路面坑洼", "安康小区", ANKANG, finished=True), Outcome.FINISHED),
    Planned(
        Row(7, problems=(Refused("missing", "words"), Refused("place_unknown", "place"))),
        Outcome.REFUSED,
    ),
    Planned(Row(8, problems=(Refused("wrong_width", count=2, limit=4),)), Outcome.REFUSED),
)


def _home(**more: Any) -> dict[str, Any]:
    usual = {
        "path": "/desk/exchange",
        "communities": (LONGWANGMIAO,),
        "columns": _COLUMNS,
        "saved": False,
        "months": ("2026-03", "2026-02"),
        "most": 500,
        "at_once": 50,
        "columns_token": "t0ken",
        "import_token": "t0ken",
    }
    return _OF | usual | more


def _plan(*planned: Planned) -> dict[str, Any]:
    new = len([it for it in planned if it.outcome.new])
    counts = Counter(it.outcome for it in planned)
    more = {"planned": planned, "columns": _COLUMNS, "counts": counts, "outcomes": tuple(Outcome), "new": new}
    return _OF | _AGAIN | {"path": "/desk/exchange/import", "at_once": 50} | more


def _statistics(**more: Any) -> dict[str, Any]:
    told = Counter(
        {
            Cell("longwangmiao", "2026-03-09", measure, "P2", LITTER.id, ""): times
            for measure, times in (
                ("received.web", 3),
                ("by_staff.send", 2),
                ("by_staff.verdict", 1),
                ("by_unit.done", 1),
            )
        }
    ) + Counter({Cell("longwangmiao", "2026-03-09", "by_staff.answer", "P1", "gone", ""): 1})
    categories = {it.id: it for it in CATEGORIES}
    usual = {
        "path": "/desk/statistics",
        "communities": (LONGWANGMIAO,),
        "community": "",
        "month": "2026-03",
        "months": ("2026-03", "2026-02"),
        "categories": categories,
        "lines": lines(told, categories),
        "burden": BURDEN,
    }
    return _OF | usual | more


def exchange_pages() -> Iterator[Example]:
    yield Example("exchange", "exchange/home.html", _home(saved=True))
    yield Example("exchange-new", "exchange/home.html", _home(columns=None))
    which: dict[str, Any] = {"communities": (LONGWANGMIAO, TIEZHI), "community": None, "columns": None, "months": ()}
    yield Example("exchange-which", "exchange/home.html", _home(**which))
    yield Example("exchange-errors", "exchange/home.html", _home(errors=(Refused("file_unreadable", "file", line=3),)))
    columns: dict[str, Any] = _OF | {
        "path": "/desk/exchange/columns",
        "headers": _HEADERS,
        "first_row": ",".join(_HEADERS),
        "fields": FIELDS,
        "needed": NEEDED,
        "form": dict.fromkeys(FIELDS, "") | {"words": "心愿内容", "finished": "\n".join(FINISHED)},
        "token": "t0ken",
    }
    yield Example("exchange-columns", "exchange/columns.html", columns)
    wrong = (Refused("column_missing", "place"), Refused("column_taken", "number"))
    yield Example("exchange-columns-errors", "exchange/columns.html", columns | {"errors": wrong})
    hostile = {"headers": (HOSTILE, "内容"), "first_row": HOSTILE}
    yield Example("exchange-columns-hostile", "exchange/columns.html", columns | hostile)
    yield Example("exchange-plan", "exchange/plan.html", _plan(*_PLANNED))
    yield Example("exchange-plan-none", "exchange/plan.html", _plan())
    bad = Row(2, words=HOSTILE, place=HOSTILE, number=HOSTILE)
    yield Example("exchange-plan-hostile", "exchange/plan.html", _plan(Planned(bad, Outcome.FILED)) | {"text": HOSTILE})
    taken = (Taken(_PLANNED[0], "3000000033"), Taken(_PLANNED[1], refused=Refused("merge_closed", "joins")))
    imported = _OF | _AGAIN | {"path": "/desk/exchange/import/apply", "taken": taken, "at_once": 50, "left": 7}
    yield Example("exchange-imported", "exchange/imported.html", imported)
    yield Example("exchange-imported-all", "exchange/imported.html", imported | {"left": 0})
    yield Example("statistics", "statistics/work.html", _statistics())
    county = {"communities": (LONGWANGMIAO, TIEZHI), "lines": ()}
    yield Example("statistics-none", "statistics/work.html", _statistics(**county))
