"""Where a local cloud is, and clients that reach it. `test` is the emulator's root."""

import os
from typing import Any

import boto3
from botocore.config import Config

REGION = "us-east-1"  # any will do
ACCOUNT = "000000000000"


def environment(endpoint: str) -> dict[str, str]:
    """What any AWS client has to find in its environment to reach the local cloud and nothing else."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def client(service: str, endpoint: str) -> Any:
    """A boto3 client of `service` there, as root."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)  # noqa: S106
    return session.client(service, endpoint_url=endpoint, config=Config(retries={"total_max_attempts": 1}))  # type: ignore[call-overload]


def inherited() -> dict[str, str]:
    """This process's environment without anything that could lead to a real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
