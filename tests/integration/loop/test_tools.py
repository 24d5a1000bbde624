"""Verifying and replaying: what is stored follows from the facts, and the facts can be sent again."""

from typing import Any

import pytest

from infra.tools import replay, verify_tables
from infra.tools.verify_tables import verify
from tests.builders import DAY, NOON, a_code, accepted, done, solved, whistled
from tests.county import RED_CROSS

from .test_ledger import CODE, filed, told
from .world import World

OTHER = a_code(text="other")


@pytest.fixture
def busy(world: World) -> World:
    filed(whistled(to=RED_CROSS), accepted(), done(), solved())
    filed(whistled(to=RED_CROSS), code=OTHER)
    return world


def damage(world: World, table: str, key: dict[str, str], **attributes: str) -> None:
    world.dynamodb.update_item(
        TableName=f"test-{table}",
        Key={name: {"S": value} for name, value in key.items()},
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in attributes),
        ExpressionAttributeNames={f"#{name}": name for name in attributes},
        ExpressionAttributeValues={f":{name}": {"S": value} for name, value in attributes.items()},
    )


def remove(world: World, table: str, **key: str) -> None:
    world.dynamodb.delete_item(TableName=f"test-{table}", Key={name: {"S": value} for name, value in key.items()})


def count(world: World, by: int, cell: str = "2026-03-09#whistled#P2#litter#red_cross") -> None:
    world.dynamodb.update_item(
        TableName="test-tallies",
        Key={"community_month": {"S": "longwangmiao#2026-03"}, "cell": {"S": cell}},
        UpdateExpression="ADD #count :by",
        ExpressionAttributeNames={"#count": "count"},
        ExpressionAttributeValues={":by": {"N": str(by)}},
    )


@pytest.mark.usefixtures("busy")
def test_nothing_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_tables.main([]) == 0
    assert capsys.readouterr().out == "2 requests of 7 facts: 0 rows and 0 cells differ.\n"


def test_every_kind_of_difference_is_told_and_put_right(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    before = busy.items("requests"), busy.items("tallies")
    damage(busy, "requests", {"request_id": CODE, "sort": "REQUEST"}, state="accepted")
    remove(busy, "requests", request_id=OTHER, sort="ORDER#01")
    count(busy, 5)
    remove(busy, "tallies", community_month="longwangmiao#2026-03", cell="2026-03-09#received.web#P2#litter#")
    assert verify_tables.main([]) == 1
    told = capsys.readouterr().out
    for where in (f"{CODE} REQUEST", f"{OTHER} ORDER#01", "#whistled#", "#received.web#"):
        assert where in told
    assert "2 rows and 2 cells" in told
    assert verify_tables.main(["--repair"]) == 0
    assert verify_tables.main([]) == 0
    after = busy.items("requests"), busy.items("tallies")
    assert [sorted(map(str, items)) for items in after] == [sorted(map(str, items)) for items in before]


def test_a_cell_of_nothing_and_a_row_of_nothing(busy: World) -> None:
    count(busy, 1, "2026-03-09#done.late#P0#meteors#nobody")
    busy.dynamodb.put_item(TableName="test-requests", Item={"request_id": {"S": CODE}, "sort": {"S": "ORDER#07"}})
    found = verify()
    assert [difference.right for _, difference in found.rows] == [None]
    assert [difference.right for difference in found.cells.values()] == [0]
    assert verify_tables.main(["--repair"]) == 1  # nothing is ever removed
    assert len(verify().rows) == 1
    assert not verify().cells


def test_no_row_is_written_where_a_newer_fact_has_come(busy: World) -> None:
    """Found wrong, and before it can be put right somebody presses."""
    damage(busy, "requests", {"request_id": OTHER, "sort": "ORDER#01"}, state="done")
    found = verify()
    told(OTHER, accepted()(busy.request(OTHER)))
    newer = busy.items("requests")
    assert [repaired for _, repaired in verify_tables.repair(found)] == [False]
    assert busy.items("requests") == newer
    assert not verify().wrong


def test_what_cannot_be_folded_is_told_and_no_figure_repaired(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    damage(busy, "requests", {"request_id": OTHER, "sort": "FACT#0002"}, name="MeteorStruck")
    count(busy, 5)
    figures = busy.items("tallies")
    assert verify_tables.main(["--repair"]) == 1
    assert f"cannot be folded: {OTHER}: MeteorStruck" in capsys.readouterr().out
    assert busy.items("tallies") == figures


def test_a_fact_that_is_missing(busy: World) -> None:
    remove(busy, "requests", request_id=CODE, sort="FACT#0003")
    assert len(verify().lost) == 1


class TestReplay:
    def test_everything_since(self, busy: World, capsys: pytest.CaptureFixture[str]) -> None:
        assert replay.main(["--since", "2026-03-09T12:02"]) == 0
        heard = busy.bodies("facts-heard")
        assert [(fact["request_id"] == CODE, fact["sequence"]) for fact in heard] == [(True, 3), (True, 4), (True, 5)]
        assert "3 facts sent again." in capsys.readouterr().out

    def test_in_the_same_form_as_the_relay(self, busy: World) -> None:
        busy.settle()
        relayed = bodies_and_attributes(busy)
        replay.replay(NOON - DAY)
        assert sorted(map(str, bodies_and_attributes(busy))) == sorted(map(str, relayed))

    def test_nothing_changes_and_nobody_is_told_again(self, busy: World) -> None:
        busy.settle()
        before = [busy.items(table) for table in ("requests", "private", "results", "tallies", "deliveries")]
        texts, emails = len(busy.texts()), len(busy.emails())
        replay.replay(NOON - DAY)
        busy.settle()
        after = [busy.items(table) for table in ("requests", "private", "results", "tallies", "deliveries")]
        assert after == before
        assert (len(busy.texts()), len(busy.emails())) == (texts, emails)

    def test_until(self, busy: World) -> None:
        sent, _ = replay.replay(NOON, NOON + DAY / 1440)
        assert [fact.sequence for fact in sent] == [1, 1]

    def test_what_cannot_be_understood_is_left_out(self, busy: World) -> None:
        damage(busy, "requests", {"request_id": OTHER, "sort": "FACT#0002"}, body="{}")
        assert replay.main(["--since", "2026-03-01"]) == 1
        assert len(busy.bodies("facts-heard")) == 6


def bodies_and_attributes(world: World) -> list[tuple[Any, Any]]:
    return [(message["Body"], message.get("MessageAttributes")) for message in world.received("facts-heard")]
