"""Each night: erases what has been closed for as long as was promised, and goes on with what was interrupted."""

from itertools import chain
from typing import Any

from functions.privacy.erase import erase
from functions.shared.domain.erasure import Why, is_due
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import CLOCK
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.shared.edge.clock import now
from functions.shared.edge.config import retention
from functions.shared.edge.each import each
from functions.shared.edge.telemetry import told
from functions.shared.tables import erasures, requests
from functions.shared.tables.closed import closed_before

RETENTION = retention()
MOST = 5000  # a night


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """The Lambda entry point; the event says nothing that is needed. What is left waits for the next night."""
    codes = dict.fromkeys(chain(erasures.unfinished(), closed_before(now() - RETENTION)))
    return {"erased": each(codes, _erase, most=MOST, context=context)}


def _erase(code: str) -> bool:
    request = requests.load(code)
    begun = next((it for it in erasures.of_request(code) if it.done_at is None), None)
    if begun is not None:
        if request.state is not State.CLOSED and not request.erased:
            return False  # opened again meanwhile: it goes on once that is answered
        erasure = erase(code, by=begun.by, why=begun.why, now=now())
    elif is_due(request, _survivor(request), now(), RETENTION):
        erasure = erase(code, by=CLOCK, why=Why.RETENTION, now=now())
    else:
        return False
    told("erased", request_id=code, erasure_id=erasure.id, why=erasure.why)
    return True


def _survivor(request: Request) -> Request | None:
    try:
        return requests.load(request.merged_into) if request.merged_into else None
    except Refused:
        return None
