"""Files for everybody, in the bucket of open data."""

import os
from datetime import timedelta

from functions.shared.aws import client


def put(bucket: str, name: str, content_type: str, text: str) -> None:
    """Write `text` as the file `name` in the bucket that the environment variable `bucket` names."""
    client("s3", read_seconds=30).put_object(
        Bucket=os.environ[bucket], Key=name, Body=text.encode(), ContentType=content_type
    )


LATEST = "open-data/latest.json"
LIVES = timedelta(minutes=15)  # of an address


def address(bucket: str, name: str) -> str | None:
    """Where everybody can fetch the file `name` for a quarter of an hour; None while there is no such file."""
    s3, where = client("s3"), {"Bucket": os.environ[bucket], "Key": name}
    try:
        s3.head_object(**where)
    except s3.exceptions.ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchKey", "403"):  # who may not list is told 403
            return None
        raise
    return str(s3.generate_presigned_url("get_object", Params=where, ExpiresIn=int(LIVES.total_seconds())))
