"""The front door and what stands behind it, on the wire."""

import json
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from infra.local.cloud import LocalCloud
from infra.local.demo import wait_until


def ask(
    cloud: LocalCloud, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(cloud.url.removeprefix("http://"), timeout=40)
    connection.request(method, path, body, headers or {}, encode_chunked=True)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_every_room_answers_at_its_door(cloud: LocalCloud) -> None:
    for path in ("/", "/report", "/stations", "/privacy", "/u", "/r", "/results", "/posters"):
        answer, content = ask(cloud, "GET", path)
        assert (path, answer.status) == (path, 200)
        assert "蒲公英" in content.decode()


def test_an_unknown_address_gets_a_page_and_not_json(cloud: LocalCloud) -> None:
    answer, content = ask(cloud, "GET", "/nothing/here")
    assert answer.status == 404
    assert (answer.getheader("Content-Type") or "").startswith("text/html")
    assert "<title>" in content.decode()


def test_head_has_the_headers_and_no_body(cloud: LocalCloud) -> None:
    answer, content = ask(cloud, "HEAD", "/report")
    assert (answer.status, content) == (200, b"")


def test_a_body_over_the_quota_is_refused_before_it_is_read(cloud: LocalCloud) -> None:
    answer, _ = ask(cloud, "POST", "/report", None, {"Content-Length": "10000001"})
    assert answer.status == 413


def test_a_length_that_is_no_number_is_refused(cloud: LocalCloud) -> None:
    answer, _ = ask(cloud, "POST", "/report", None, {"Content-Length": "many"})
    assert answer.status == 400


def test_the_outbox_can_be_read_by_people_and_programs(cloud: LocalCloud) -> None:
    cloud.client("sns").publish(PhoneNumber="+8615400009999", Message="【蒲公英】试一试")
    answer, content = ask(cloud, "GET", "/outbox.json")
    assert answer.status == 200
    (sent,) = (it for it in json.loads(content)["sms"] if it["number"] == "+8615400009999")
    assert (sent["text"], sent["units"]) == ("【蒲公英】试一试", 8)
    answer, content = ask(cloud, "GET", "/outbox")
    assert "【蒲公英】试一试" in content.decode()


def test_a_text_sent_from_the_outbox_comes_in_and_is_answered(cloud: LocalCloud) -> None:
    number = "+8615400009998"

    def answered() -> bool:
        return any(sms["number"] == number and "没有登记" in sms["text"] for sms in cloud.outbox()["sms"])

    answer, _ = ask(cloud, "POST", "/outbox/reply", urlencode({"number": number, "words": "1"}).encode())
    assert (answer.status, answer.getheader("Location")) == (303, "/outbox")
    wait_until(answered)
    answer, _ = ask(cloud, "POST", "/outbox/reply", b"number=1", {"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 400


def test_what_the_sms_provider_pushes_needs_the_secret(cloud: LocalCloud) -> None:
    secret = cloud.environment["SECRET_SMS_PUSH"]
    known = json.loads(cloud.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"])["secret"]
    assert known.isalnum(), "it stands in an address"
    answer, content = ask(cloud, "POST", f"/push/sms/replies/{known}", b"[]")
    assert (answer.status, json.loads(content)["code"]) == (200, 0)
    assert ask(cloud, "POST", "/push/sms/replies/another", b"[]")[0].status == 403
