"""One fresh process of the bench: `floor` (one boto3 put_item) or `intake` (one filing, no page), cold and then warm.

Run with `python -S`, so that only the layer and the code that are deployed can be imported. Prints JSON:
milliseconds from before the first import to the first answer, and CPU milliseconds of a warm call.
"""

import json
import os
import sys
import time
from typing import Any

WARM = 100


def floor() -> Any:
    import boto3

    client: Any = None

    def main(event: dict[str, Any], context: None) -> dict[str, Any]:
        nonlocal client
        client = client or boto3.client("dynamodb")
        item = {"window": {"S": event["body"][:200]}, "text": {"S": "x" * 300}}
        client.put_item(TableName=os.environ["TABLE_LIMITS"], Item=item)
        return {"statusCode": 303}

    return main


def intake() -> Any:
    from functions.intake.handler import main

    return main


def run(name: str, events: list[dict[str, Any]]) -> dict[str, float]:
    began = time.perf_counter()
    main = {"floor": floor, "intake": intake}[name]()
    first = main(events[0], None)
    cold = (time.perf_counter() - began) * 1000
    assert first["statusCode"] == 303, first
    began = time.process_time()
    for event in events[1 : WARM + 1]:
        answer = main(event, None)
        assert answer["statusCode"] == 303, answer
    return {"cold_ms": cold, "warm_cpu_ms": (time.process_time() - began) * 1000 / WARM}


if __name__ == "__main__":
    measured = run(sys.argv[1], json.load(sys.stdin))
    print(json.dumps(measured), file=sys.stderr)
