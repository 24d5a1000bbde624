"""Files for everybody, in the bucket of open data."""

import os

from functions.shared.aws import client


def put(bucket: str, name: str, content_type: str, text: str) -> None:
    """Write `text` as the file `name` in the bucket that the environment variable `bucket` names."""
    client("s3", read_seconds=30).put_object(
        Bucket=os.environ[bucket], Key=name, Body=text.encode(), ContentType=content_type
    )
