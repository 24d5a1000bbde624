"""How each community's table of the 微心愿 platform is read: one row of the directory for each."""

import secrets
from typing import Any

from pynamodb.exceptions import PutError

from functions.shared.domain.errors import Busy
from functions.shared.tables.directory import DirectoryRow

KIND = "mapping"


def read(community: str) -> tuple[dict[str, Any], bytes] | None:
    """The mapping and the key of its codes; None if it has not been made."""
    row = _row(community)
    return (row.data["columns"], bytes.fromhex(row.data["key"])) if row else None


def write(community: str, columns: dict[str, Any]) -> None:
    """Put `columns` in the place of those before. The key stays as it was first made. Raises Busy."""
    old = _row(community)
    data = {"columns": columns, "key": old.data["key"] if old else secrets.token_hex(32)}
    version = int(old.version) if old else 0
    new = DirectoryRow(KIND, community, order=0, data=data, version=version + 1)
    try:
        new.save(condition=DirectoryRow.version == version if old else DirectoryRow.id.does_not_exist())
    except PutError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise Busy from error
        raise


def _row(community: str) -> DirectoryRow | None:
    try:
        return DirectoryRow.get(KIND, community, consistent_read=True)
    except DirectoryRow.DoesNotExist:
        return None
