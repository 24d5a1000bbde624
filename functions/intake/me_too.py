"""A neighbour asks for what is open already ("me too"): what a report may go with, and the step that joins it."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.desk_task import looks_first
from functions.shared.domain.directory import Class, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Cause
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.shared.steps.absorb import absorb


def may_go_with(other: Request, community: str, priority: Class) -> bool:
    """Whether everybody may see `other`, and a report of class `priority` in `community` may go with it.

    What is said to be done is no company for somebody who sees that it isn't; what perhaps no person wrote waits for
    the desk first; life and property go alone.
    """
    if other.state in (State.CLOSED, State.DONE) or other.public is PublicRule.NEVER or looks_first(other):
        return False
    goes_alone = Class.P0 in (priority, other.priority) or (priority.urgent and priority < other.priority)
    return other.filed.community == community and not goes_alone


def me_too(other: Request, new_code: str, *, community: str, priority: Class, cause: Cause, now: datetime) -> Decision:
    """A report that has just come is answered with `other`. Raises Refused `joins_gone` if it no longer can be."""
    if not may_go_with(other, community, priority):
        raise Refused("joins_gone", "joins")
    return absorb(other, new_code, priority=priority, cause=cause, now=now, by=RESIDENT)
