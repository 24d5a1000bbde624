"""How every model reaches DynamoDB: one client for the whole process, made when it is first needed.

PynamoDB would make a client for each model, tens of milliseconds each at a cold start, and wait 15 s to connect.
A model of ours is a `Row` whose Meta says `table_name = TableName("requests")`; importing it needs no environment.
"""

import os
from functools import cache
from typing import Any

from pynamodb.connection.base import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.models import Model

from functions.shared import aws

READ_SECONDS = 2


def table(name: str) -> str:
    """The full name of the table that the design calls `name`; KeyError names the variable that is missing."""
    return os.environ[f"TABLE_{name.upper()}"]


class TableName:
    """A Meta's `table_name`, looked up each time so that importing a model needs no environment."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> str:
        return table(self._name)


def client() -> Any:
    """The process's DynamoDB client."""
    return aws.client("dynamodb", READ_SECONDS)


class _Connection(Connection):
    """PynamoDB's connection over the process's one client."""

    @property
    def client(self) -> Any:
        return client()


@cache
def connection() -> Connection:
    """For what spans tables: `TransactWrite(connection=connection())`."""
    return _Connection()


class Row(Model):
    """The base of every model: a row of one of the county's tables."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        made = super()._get_connection()
        if not isinstance(made.connection, _Connection):
            shared = _Connection()
            shared.add_meta_table(made.get_meta_table())
            made.connection = shared
        return made
