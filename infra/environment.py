"""Runs a command with the environment that a stage's functions have: names of tables, topics, queues, secret, clock.

python -m infra.environment local -- python -m infra.tools.verify_tables
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any

SERVICE = "dandelion"


def of_stage(stage: str, functions: Any) -> dict[str, str]:
    """Everything the functions of `stage` are told, together; `functions` is a client of AWS Lambda."""
    told: dict[str, str] = {}
    for page in functions.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            if function["FunctionName"].startswith(f"{SERVICE}-{stage}-"):
                told |= function.get("Environment", {}).get("Variables", {})
    if not told:
        raise SystemExit(f"No function of stage {stage} is deployed there.")
    return told


def running(folder: Path) -> dict[str, str]:
    """Where the local cloud of `folder` is: endpoint, url, clock_file."""
    file = folder / "running.json"
    if not file.exists():
        raise SystemExit("The local cloud is not running: start it with `make run` and leave it open.")
    return dict(json.loads(file.read_text()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("stage")
    arguments.add_argument("command", nargs="+")
    given = arguments.parse_args()
    environment = dict(os.environ)
    if given.stage == "local":
        from infra.local import aws

        there = running(Path(os.environ.get("FOLDER", ".local")))
        environment |= aws.environment(there["endpoint"])
        client = aws.client("lambda", there["endpoint"])
    else:
        import boto3

        client = boto3.client("lambda")
    environment |= of_stage(given.stage, client)
    os.execvpe(given.command[0], given.command, environment)  # noqa: S606 - no shell is what is wanted


if __name__ == "__main__":
    main()
