"""Photographs on the local cloud: the real form, notification, queue, roles and pages."""

import time
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3
from botocore.exceptions import ClientError

from infra.local import demo
from infra.local.browser import Browser, Page
from infra.local.cloud import LocalCloud
from tests.cloud.test_rights import as_function
from tests.pictures import bomb, from_a_telephone, jpeg

LITTER = {"words": "路边到处是塑料袋。", "place": "compound:ankang", "category": "litter", "telephone": "15400009062"}
SECONDS = 30


def opened(cloud: LocalCloud) -> tuple[Browser, str]:
    """A resident who has filed and opened the page for photographs."""
    resident = Browser(cloud.url)
    code = demo.report(resident, **LITTER)
    page = resident.get(f"/r/{code}")
    page = resident.send(page, f"/r/{code}/open", last_four=LITTER["telephone"][-4:])
    link = next(link for link in page.links.values() if link.startswith(f"/photos/{code}?k="))
    assert resident.get(link).path == f"/photos/{code}"
    return resident, code


def post(page: Page, content: bytes, **changed: str) -> urllib3.BaseHTTPResponse:
    """What a browser does with the page's form and a file."""
    form = next(form for form in page.forms if "policy" in form.values)
    assert urlsplit(form.action).hostname == "127.0.0.1"
    fields = {name: value for name, value in form.values.items() if name != "file"} | changed
    sent: list[tuple[str, str | tuple[str, bytes, str]]] = list(fields.items())
    sent.append(("file", ("photo.jpg", content, "image/jpeg")))
    return urllib3.request("POST", form.action, fields=sent, redirect=False, timeout=10)


def looked_at(cloud: LocalCloud, code: str, count: int = 1) -> list[dict[str, Any]]:
    """The rows of a request, once so many have been decided."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        found = cloud.client("dynamodb").query(
            TableName=cloud.environment["TABLE_PHOTOS"],
            KeyConditionExpression="request_id = :id",
            ExpressionAttributeValues={":id": {"S": code}},
        )["Items"]
        if sum(row["state"]["S"] != "waiting" for row in found) >= count:
            return list(found)
        time.sleep(0.2)
    raise TimeoutError(f"Not {count} within {SECONDS} s: {found}")


def test_what_is_sent_is_kept_without_where_it_was_taken_and_seen_by_who_sent_it(cloud: LocalCloud) -> None:
    resident, code = opened(cloud)
    answer = post(resident.get(f"/photos/{code}"), from_a_telephone())
    assert answer.status == 303
    assert answer.headers["Location"].startswith(f"{cloud.url}/photos/{code}/sent?")
    (row,) = looked_at(cloud, code)
    assert row["state"]["S"] == "kept"
    page = resident.get(f"/photos/{code}")
    assert "居民拍的照片 1" in page.html
    source = page.html.split('src="/photos/seen/')[1].split('"')[0]
    picture = urllib3.request("GET", f"{cloud.url}/photos/seen/{source}", timeout=10)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.data.startswith(b"\xff\xd8")
    assert b"Phone Maker" not in picture.data
    assert not cloud.client("s3").list_objects_v2(Bucket=cloud.environment["BUCKET_INCOMING"]).get("Contents")


@pytest.mark.parametrize(
    ("content", "why"), [(b"<html>", "not_a_picture"), (bomb(9000, 9000), "too_many_pixels"), (jpeg()[:900], "broken")]
)
def test_what_is_no_picture_is_refused_with_its_reason(cloud: LocalCloud, content: bytes, why: str) -> None:
    resident, code = opened(cloud)
    assert post(resident.get(f"/photos/{code}"), content).status == 303
    (row,) = looked_at(cloud, code)
    assert (row["state"]["S"], row["why"]["S"]) == ("refused", why)


def test_the_storage_takes_nothing_else_than_the_form_says(cloud: LocalCloud) -> None:
    resident, code = opened(cloud)
    page = resident.get(f"/photos/{code}")
    assert post(page, b"x" * (10 * 1024 * 1024 + 1)).status == 400
    for changed in ({"key": f"incoming/{code}/unit/{'0' * 32}"}, {"Content-Type": "text/html"}):
        assert post(page, jpeg(), **changed).status == 403
    assert not cloud.client("s3").list_objects_v2(Bucket=cloud.environment["BUCKET_INCOMING"]).get("Contents")


def test_of_many_sent_at_once_three_are_kept(cloud: LocalCloud) -> None:
    resident, code = opened(cloud)
    pages = [resident.get(f"/photos/{code}") for _ in range(6)]
    for page in pages:
        assert post(page, jpeg(60, 40)).status == 303
    looked_at(cloud, code, 3)
    time.sleep(3)
    rows = looked_at(cloud, code, 3)
    assert [row["place"]["S"] for row in rows] == ["resident#1", "resident#2", "resident#3"]


def test_the_pages_may_see_what_is_kept_and_not_what_comes_in(cloud: LocalCloud) -> None:
    s3 = as_function(cloud, "photos", "s3")
    with pytest.raises(ClientError) as caught:
        s3.get_object(Bucket=cloud.environment["BUCKET_INCOMING"], Key="incoming/x")
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    with pytest.raises(ClientError) as caught:
        s3.put_object(Bucket=cloud.environment["BUCKET_PHOTOS"], Key="x", Body=b"")
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    with pytest.raises(ClientError) as caught:
        as_function(cloud, "results_pages", "s3").get_object(Bucket=cloud.environment["BUCKET_PHOTOS"], Key="x")
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
