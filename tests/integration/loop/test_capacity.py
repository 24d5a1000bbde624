"""What the loop costs in DynamoDB: flat, known, and every key of every transaction is a key of its table."""

from functions.shared.tables.connection import client
from tests.meter import Meter

from .people import TELEPHONE, reports
from .world import World

# Write units for a P2 web report with a telephone, filed and whistled at the desk; deliveries apart. Four are for
# coming into the desk's queue and the sweep's and for leaving them, two for the figure of who pressed, six for
# those by due day (one cell when it is filed, moved by the whistle). What the buckets
# of the form cost stands in test_abuse.py.
MOST = 38


def test_filing_and_whistling_stay_within_their_write_units(world: World) -> None:
    world.residents_answer = False
    reports(world.browser(), telephone=TELEPHONE)  # the tables know the first one
    world.settle()
    meter = Meter()
    meter.attach(client())
    reports(world.browser(), words="垃圾" * 50, telephone=TELEPHONE, place_words="北门外")
    world.settle()
    meter.detach(client())
    assert meter.wrong_keys == []
    counted = [written for written in meter.written if written.table not in ("deliveries", "limits")]
    assert {written.table for written in counted} == {"requests", "private", "tallies"}
    assert sum(written.total for written in counted) <= MOST


def test_the_meter_sees_keys_that_are_wrong() -> None:
    meter = Meter()
    key = {"request_id": {"S": "1"}, "wrong": {"S": "2"}}
    body = b'{"TableName": "test-requests", "Item": %s}' % str(key).replace("'", '"').encode()
    meter.seen("PutItem", body)
    assert len(meter.wrong_keys) == 1
