"""From the table's stream to the topic: each fact on its own."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.relay import handler as relay
from tests.builders import a_code, accepted, whistled
from tests.county import RED_CROSS

from .test_ledger import filed
from .world import World, stream_record


def relayed(world: World, *images: dict[str, Any]) -> list[dict[str, Any]]:
    """What the topic's listeners hear of these records."""
    relay.main({"Records": [stream_record(image) for image in images]}, None)
    return world.received("facts-heard")


def test_where_a_fact_stands_and_by_what_it_can_be_filtered(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    first, second = relayed(world, *world.images())
    assert json.loads(first["Body"]) == {
        "request_id": a_code(text="one"),
        "sequence": 1,
        "name": "RequestReceived",
        "at": "2026-03-09T04:00:00.000000Z",
    }
    assert attributes(first) == {"name": "RequestReceived", "community": "longwangmiao"}
    assert attributes(second) == {"name": "UnitsWhistled", "community": "longwangmiao", "unit": "red_cross"}


def attributes(message: dict[str, Any]) -> dict[str, str]:
    return {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}


@pytest.mark.parametrize(
    "poison",
    [
        {"name": "MeteorStruck"},
        {"body": "{}"},
        {"body": '{"order": "one"}'},
        {"body": "not json"},
        {"body": '{"order": 1, "more": 2}'},
        {"at": "yesterday"},
        {"sort": "FACT#three"},
    ],
    ids=str,
)
def test_what_cannot_be_understood_goes_whole_aside_and_its_neighbours_through(
    world: World, poison: dict[str, str]
) -> None:
    filed(whistled(to=RED_CROSS), accepted())
    first, second, third = world.images()
    bad = third | {name: {"S": value} for name, value in poison.items()}
    heard = relayed(world, first, bad, second)
    assert [json.loads(message["Body"])["sequence"] for message in heard] == [1, 2]
    (dead,) = world.bodies("relay-dead")
    assert json.loads(dead["record"])["dynamodb"]["NewImage"] == bad


@pytest.mark.parametrize("damage", [{}, {"sort": {"N": "3"}}, {"body": {"NULL": True}}, {"cause": "x"}])
def test_nor_does_a_damaged_record_stop_it(world: World, damage: dict[str, Any]) -> None:
    filed()
    (good,) = world.images()
    bad = good | damage if damage else {}
    assert len(relayed(world, bad, good)) == 1
    assert len(world.bodies("relay-dead")) == 1


def test_while_the_topic_is_away_the_stream_keeps_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filed()
    monkeypatch.setenv("TOPIC_FACTS", world.facts + "-gone")
    with pytest.raises(ClientError):
        relayed(world, *world.images())
    assert world.bodies("relay-dead") == []


def test_everything_heard_twice_changes_nothing(world: World) -> None:
    """What replay relies on."""
    filed()
    world.settle()
    before = {name: world.items(name) for name in ("requests", "private", "results", "tallies")}
    texts = world.texts()
    relayed(world, *world.images(), *reversed(world.images()))
    world.settle()
    assert {name: world.items(name) for name in before} == before
    assert world.texts() == texts


def test_no_words_and_no_number_leave_by_the_stream(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    shown = json.dumps([world.images(), relayed(world, *world.images())], default=str, ensure_ascii=False)
    for private in ("塑料袋", "15400009001", "3 号楼"):
        assert private not in shown
