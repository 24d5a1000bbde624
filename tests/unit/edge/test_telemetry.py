"""A line of the log, as alarms and people read it."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
STEP = """
import logging
logging.getLogger().addHandler(logging.StreamHandler())  # as Lambda's runtime has done before
from functions.shared.edge.telemetry import log, told
told("request_received", request_id="3825061749", why=("no_proof",))
log.error("broken", extra={"error": "KeyError", "where": ["a", "路"]})
"""


def lines(**environment: str) -> tuple[list[dict[str, object]], str]:
    """What a function writes to its log, and what Lambda's own handler adds."""
    here = {"PATH": os.environ["PATH"], "AWS_LAMBDA_FUNCTION_NAME": "dandelion-test-intake", **environment}
    done = subprocess.run(
        [sys.executable, "-c", STEP], cwd=ROOT, env=here, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_step_is_a_line_of_json_with_its_ids() -> None:
    (received, broken), twice = lines(POWERTOOLS_SERVICE_NAME="dandelion", PYTHONIOENCODING="utf-8")
    timestamp = str(received.pop("timestamp"))
    assert timestamp.endswith("+00:00")
    assert received == {
        "level": "INFO",
        "message": "request_received",
        "service": "dandelion",
        "request_id": "3825061749",
        "why": ["no_proof"],
    }
    assert (broken["level"], broken["error"], broken["where"]) == ("ERROR", "KeyError", ["a", "路"])
    assert twice == ""


def test_a_line_says_which_trace_it_belongs_to() -> None:
    (received, _), _ = lines(_X_AMZN_TRACE_ID="Root=1-67891233-abcdef;Parent=463ac35c9f6413ad;Sampled=1")
    assert received["xray_trace_id"] == "1-67891233-abcdef"
