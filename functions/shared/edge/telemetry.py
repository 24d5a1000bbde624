"""One line a step: its name and ids, never a word or a number that a person gave.

A line is JSON in the fields of Powertools' Logger. That one brings metrics and tracing along, a seventh of a cold start
(docs/decisions/python-libraries.md).
"""

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import Any

_OF_LOGGING = vars(logging.makeLogRecord({})).keys()


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "level": record.levelname,
            "message": record.getMessage(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "service": os.environ.get("POWERTOOLS_SERVICE_NAME", "undefined"),
            **{name: value for name, value in vars(record).items() if name not in _OF_LOGGING},
        }
        if trace := os.environ.get("_X_AMZN_TRACE_ID"):
            line["xray_trace_id"] = trace.partition(";")[0].removeprefix("Root=")
        return json.dumps(line, ensure_ascii=False, default=str)


def _logger() -> logging.Logger:
    made, handler = logging.getLogger("dandelion"), logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Line())
    made.addHandler(handler)
    made.setLevel(logging.INFO)
    made.propagate = "AWS_LAMBDA_FUNCTION_NAME" not in os.environ  # Lambda's own handler would write it once more
    return made


log = _logger()


def told(step: str, **ids: Any) -> None:
    """Log that `step` was done."""
    log.info(step, extra=ids)
