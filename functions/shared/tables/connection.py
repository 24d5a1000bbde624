"""How every model reaches DynamoDB: one client for the whole process, made when it is first needed.

PynamoDB would make a client for each model, tens of milliseconds each at a cold start, and wait 15 s to connect.
A model of ours is a `Row` whose Meta says `table_name = TableName("requests")`; importing it needs no environment.
"""

import os
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import get_session
from pynamodb.connection.base import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.models import Model

CONNECT_SECONDS = 1
READ_SECONDS = 2
ATTEMPTS = 3


def table(name: str) -> str:
    """The full name of the table that the design calls `name`; KeyError names the variable that is missing."""
    return os.environ[f"TABLE_{name.upper()}"]


class TableName:
    """A Meta's `table_name`, looked up each time so that importing a model needs no environment."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> str:
        return table(self._name)


@cache
def client() -> Any:
    """The process's DynamoDB client; botocore itself follows AWS_ENDPOINT_URL and finds the credentials."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        parameter_validation=False,  # PynamoDB has built the parameters; checking them again is slow
    )
    region = os.environ.get("AWS_REGION")
    return get_session().create_client("dynamodb", region, config=config)


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


def forget() -> None:
    """Make the client anew when it is next needed (tests change the environment)."""
    client.cache_clear()
