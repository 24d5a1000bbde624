"""One AWS session for the process, and one client a service, each made when it is first needed.

botocore's own session rather than boto3's: `import boto3` brings the S3 transfer manager with it, a fifth of the floor
of a cold start, and nothing here transfers files. A second session would read the endpoints' data a second time.
"""

import os
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

CONNECT_SECONDS = 1
ATTEMPTS = 3
# Forms that browsers send are signed as today's regions want it, and lead to the region's own address: the global one
# answers with a redirect, which no form survives.
_STORAGE: dict[str, Any] = {"signature_version": "s3v4", "s3": {"us_east_1_regional_endpoint": "regional"}}


@cache
def client(service: str, read_seconds: int = 5, attempts: int = ATTEMPTS) -> Any:
    """The process's client of `service`; botocore follows AWS_ENDPOINT_URL and finds the credentials. `attempts`: 1
    where a second try after a time-out would do the same thing twice."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"total_max_attempts": attempts, "mode": "standard"},
        parameter_validation=False,  # the types have been checked before; checking them again is slow
        **(_STORAGE if service == "s3" else {}),
    )
    return _session().create_client(service, os.environ.get("AWS_REGION"), config=config)


def forget() -> None:
    """Make the clients anew when they are next needed (tests change the environment)."""
    client.cache_clear()
    _session.cache_clear()


@cache
def _session() -> Session:
    return get_session()
