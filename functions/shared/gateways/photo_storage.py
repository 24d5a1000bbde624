"""Where pictures lie: those on their way in for a day at most, those that are kept until they are erased."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from functions.shared.aws import client
from functions.shared.domain.photo import Incoming, Photo, Size

LARGEST = 10 * 1024 * 1024  # bytes of what is sent
LIVES = timedelta(minutes=15)  # of a form


@dataclass(frozen=True)
class Upload:
    """A form that sends one file straight to the storage: where, and the fields before the file."""

    url: str
    fields: Mapping[str, str]

    @property
    def origin(self) -> str:
        """What a page's Content-Security-Policy has to let the form lead to."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def form(incoming: Incoming, then: str) -> Upload:
    """A form that is good for this one key, size and kind, for a quarter of an hour; afterwards the browser goes on to
    `then` with the key behind it."""
    made = _s3().generate_presigned_post(
        Bucket=os.environ["BUCKET_INCOMING"],
        Key=incoming.key,
        # Without a script the browser can't tell the kind; what it really is, decoding shows.
        Fields={"success_action_redirect": then, "Content-Type": "image/jpeg"},
        Conditions=[
            {"success_action_redirect": then},
            ["starts-with", "$Content-Type", "image/"],
            ["content-length-range", 1, LARGEST],
        ],
        ExpiresIn=int(LIVES.total_seconds()),
    )
    return Upload(made["url"], made["fields"])


def sent(incoming: Incoming) -> bytes | None:
    """What was sent, or None if it isn't there any more."""
    return _read("BUCKET_INCOMING", incoming.key)


def take_away(key: str) -> None:
    """What came in under `key` has been dealt with. Safe to repeat."""
    _s3().delete_object(Bucket=os.environ["BUCKET_INCOMING"], Key=key)


def keep(photo: Photo, pictures: Mapping[Size, bytes]) -> None:
    for size, content in pictures.items():
        _s3().put_object(
            Bucket=os.environ["BUCKET_PHOTOS"], Key=_key(photo, size), Body=content, ContentType="image/jpeg"
        )


def kept(photo: Photo, size: Size) -> bytes | None:
    """The JPEG, or None if it has been erased."""
    return _read("BUCKET_PHOTOS", _key(photo, size))


def erase(photos: Iterable[Photo]) -> None:
    """Take their pictures away for good. Safe to repeat."""
    for photo in photos:
        for size in Size:
            _s3().delete_object(Bucket=os.environ["BUCKET_PHOTOS"], Key=_key(photo, size))


def _read(bucket: str, key: str) -> bytes | None:
    s3 = _s3()
    try:
        found = s3.get_object(Bucket=os.environ[bucket], Key=key)
    except s3.exceptions.NoSuchKey:
        return None
    return bytes(found["Body"].read())


def _key(photo: Photo, size: Size) -> str:
    return f"{photo.folder}/{size}.jpg"


def _s3() -> Any:
    return client("s3")
