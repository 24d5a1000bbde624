"""Hears every alert, and what providers say became of messages."""

from typing import Any

from functions.delivery import receipts
from functions.delivery.deliver import hear
from functions.delivery.said import unpacked
from functions.shared.edge.batch import consumer


def heard(message: dict[str, Any]) -> None:
    """One alert, or one receipt. Hearing it again sends nothing again."""
    if "receipt" in message:
        receipts.heard(message["receipt"])
    else:
        hear(unpacked(message))


main = consumer(heard)
