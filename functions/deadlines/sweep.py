"""What the clock does with a request that has waited long enough. It may look late, or twice: the facts decide."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import CLOCK, Cause, ClosedSilent, VerdictReminded, WaitEnded
from functions.shared.domain.request import Request, Wait, WaitKind
from functions.shared.steps.choose_unit import Choice, waits_for_the_desk

WHISTLES = frozenset({WaitKind.ROUTE, WaitKind.RETURNED})  # then the rule whistles on
_SAYS = {WaitKind.RESIDENT: WaitEnded, WaitKind.REMIND: VerdictReminded, WaitKind.VERDICT: ClosedSilent}


def over(request: Request, now: datetime) -> Wait | None:
    """What `request` has waited for long enough; None if something else has happened, or it may wait on."""
    return request.wait if request.swept_at is not None and request.swept_at <= now else None


def cause_of(request: Request, awaited: Wait) -> Cause:
    """The end of one wait is one cause, whoever sweeps and when."""
    wait = f"{request.id}.{awaited.kind}.{awaited.until.isoformat()}"
    return Cause(f"sweep:{sha256(wait.encode()).hexdigest()[:32]}", "")


def unchecked(request: Request, choice: Choice) -> bool:
    """社区未核实: another unit is called, and the desk might have looked first."""
    return choice.unit != request.filed.community and waits_for_the_desk(request, choice)


def end_wait(
    request: Request,
    *,
    awaited: Wait,
    cause: Cause,
    now: datetime,
    whistle: Callable[[Request], Decision] | None = None,
) -> Decision:
    """`whistle` is the rule's step, where the wait was for somebody to whistle.

    Raises Refused `not_due` if something else was first, or as `whistle`.
    """
    if over(request, now) != awaited:
        raise Refused("not_due")
    if whistle is not None:
        return whistle(request)
    return Decision(_SAYS[awaited.kind](at=now, by=CLOCK, cause=cause))
