"""The ledger read as a whole, which no function ever does: for verifying and replaying."""

from collections.abc import Iterator
from typing import Any

from functions.shared.domain.facts import Fact
from functions.shared.tables.connection import client, table
from functions.shared.tables.request_items import FactItem

Item = dict[str, Any]  # as DynamoDB writes it: {"sort": {"S": "FACT#0001"}, …}
FACT = "FACT#"


def everything(name: str) -> Iterator[Item]:
    """All items of a table, each as it is at the moment it is read."""
    pages = client().get_paginator("scan").paginate(TableName=table(name), ConsistentRead=True)
    for page in pages:
        yield from page["Items"]


def partition(request_id: str) -> Iterator[Item]:
    """All that stands under one request now, in the order of its sort key."""
    pages = (
        client()
        .get_paginator("query")
        .paginate(
            TableName=table("requests"),
            KeyConditionExpression="request_id = :id",
            ExpressionAttributeValues={":id": {"S": request_id}},
            ConsistentRead=True,
        )
    )
    for page in pages:
        yield from page["Items"]


def is_fact(item: Item) -> bool:
    return sort_of(item).startswith(FACT)


def sort_of(item: Item) -> str:
    return str(item["sort"]["S"])


def fact_in(item: Item) -> Fact:
    """Raises UnknownFact."""
    return FactItem.from_raw_data(item).fact()
