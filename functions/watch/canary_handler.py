"""Every hour: a true request through the front door, marked so that it is never counted, listed or told to anybody."""

import time
from typing import Any

from functions.shared.edge import canary
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url
from functions.shared.edge.telemetry import log, told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.visitor import NoAnswer, Visitor
from functions.watch.try_the_door import TrialFailed, try_the_door


def main(event: dict[str, Any], context: Any) -> dict[str, str]:
    """Event: nothing. A trial that fails raises, so that the function's alarm rings; its log names the step."""
    started = time.monotonic()
    try:
        code = try_the_door(Visitor(public_url()), lambda token: {canary.FIELD: canary.mark(keys(), token, now())})
    except TrialFailed as failed:
        log.error("canary_failed", extra={"step": failed.step, "why": failed.why})
        raise
    except NoAnswer as nothing:
        log.error("canary_failed", extra={"step": "no_answer", "why": str(nothing)})
        raise
    told("canary_passed", request_id=code, milliseconds=round((time.monotonic() - started) * 1000))
    return {"request_id": code}
