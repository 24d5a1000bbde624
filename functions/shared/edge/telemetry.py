"""One line a step: its name and ids, never a word or a number that a person gave."""

from typing import Any

from aws_lambda_powertools.logging import Logger

log = Logger(location=None, log_uncaught_exceptions=False)


def told(step: str, **ids: Any) -> None:
    """Log that `step` was done."""
    log.info(step, extra=ids)
