"""A clerk who presses at once: what waits for the desk's look goes to the unit that the rule proposes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import pytest

from functions.desk.whistle import Called, blow_whistle
from functions.shared import aws
from functions.shared.domain.facts import staff_actor
from functions.shared.domain.request import Request, WaitKind
from functions.shared.domain.time_limits import limits
from functions.shared.domain.transitions import State
from functions.shared.edge.clock import now
from functions.shared.gateways.keys import keys
from functions.shared.steps.choose_unit import choose_unit
from functions.shared.tables import directory, requests
from functions.shared.tables.order_codes import free_code
from infra.local import demo
from infra.local.browser import Browser
from tests.builders import a_press

CLERK = staff_actor("desk")
_WAITS = {(State.RECEIVED, WaitKind.ROUTE), (State.RETURNED, WaitKind.RETURNED)}


def waits_for_a_press(request: Request) -> bool:
    return request.wait is not None and (request.state, request.wait.kind) in _WAITS


def desk_presses(request_id: str) -> Request:
    """Send what the rule proposes, on the tables of this process's environment."""
    request, at = requests.load(request_id), now()
    choice = choose_unit(request, directory.category(request.filed.category), directory.coverage())
    number = len(request.orders) + 1
    called = Called(
        unit=choice.unit,
        code=free_code(keys().newest, request_id, number),
        limits=limits(request.priority, at, directory.calendar(), night_duty=directory.unit(choice.unit).night_duty),
        reason=choice.reason,
    )
    cause = a_press("send")
    step = partial(
        blow_whistle,
        called=[called],
        numbered_from=number,
        duty_alert=choice.duty_alert,
        words="",
        cause=cause,
        now=at,
        by=CLERK,
    )
    return requests.change(request_id, cause, step)


def sent_at_the_desk(url: str, code: str) -> None:
    """The same through the front door of a local cloud: the demo's clerk signs in and presses."""
    clerk = Browser(url)
    demo.sign_in(clerk, demo.CLERK)
    demo.at_desk(clerk, code, "send")


@contextmanager
def at_the_tables_of(environment: Mapping[str, str]) -> Iterator[None]:
    """This process uses the tables, keys and directory of `environment` for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        aws.forget()
        directory.forget()
        yield
    aws.forget()
    directory.forget()
