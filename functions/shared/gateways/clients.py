"""One boto3 client a service, made when it is first needed; never a resource (it loads twice as much)."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_CONFIG = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 3, "mode": "standard"})


@cache
def client(service: str) -> Any:
    """The process's client of `service`; botocore follows AWS_ENDPOINT_URL and finds the credentials."""
    return boto3.client(service, config=_CONFIG)  # type: ignore[call-overload]
