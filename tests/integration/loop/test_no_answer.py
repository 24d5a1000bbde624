"""The connection drops in the middle of a transaction, before or after it took effect: again is always right."""

from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Busy
from functions.shared.domain.request import Request
from functions.shared.tables import requests
from functions.shared.tables.connection import client
from infra.tools.verify_tables import verify
from tests.builders import accepted, whistled
from tests.county import WATER_BUREAU

from .test_ledger import CODE, filed
from .world import World


@pytest.mark.parametrize("event", ["before-send.dynamodb.TransactWriteItems", "after-call.dynamodb.TransactWriteItems"])
def test_pressed_again_after_no_answer(world: World, event: str) -> None:
    request = filed(whistled(to=WATER_BUREAU))
    fact = accepted()(request)

    def step(_: Request) -> Decision:
        return Decision(fact)

    def drop(**_: Any) -> None:
        raise ReadTimeoutError(endpoint_url="http://dynamodb")

    client().meta.events.register(event, drop, unique_id="drop")
    try:
        with pytest.raises(Busy):
            requests.change(CODE, fact.cause, step)
    finally:
        client().meta.events.unregister(event, unique_id="drop")
    assert requests.change(CODE, fact.cause, step).version == 3
    assert requests.load(CODE).state == "accepted"
    assert not verify().wrong
