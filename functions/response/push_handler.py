"""Where the domestic provider brings receipts and replies: what can be read goes onto queues, and it is told so.

`POST /push/sms/receipts/<secret>` and `/push/sms/replies/<secret>`. Event: API Gateway HTTP API, payload format 2.0.
Not tried against the live service.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from functions.shared.edge.telemetry import log, told
from functions.shared.gateways import aliyun_push, queues

_PATH = re.compile(r"/push/sms/(receipts|replies)/([^/]+)")
OF_AN_ANSWER = "reply#"  # how the out-id of a text that answers one begins: nobody waits for its receipt


def main(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The Lambda entry point. What can't be put on a queue raises, and is pushed again."""
    called = _PATH.fullmatch(event.get("rawPath", ""))
    if called is None or event["requestContext"]["http"]["method"] != "POST":
        return _answer(HTTPStatus.NOT_FOUND, "")
    kind, secret = called.groups()
    if not aliyun_push.genuine(secret):
        log.warning("push_refused", extra={"kind": kind})
        return _answer(HTTPStatus.FORBIDDEN, "")
    try:
        messages = tuple(_messages(kind, _body(event)))
    except (ValueError, RecursionError):  # brackets in brackets in brackets
        log.warning("push_unread", extra={"kind": kind})
        return _answer(HTTPStatus.BAD_REQUEST, "")
    for queue, message in messages:
        queues.send(queue, message)
    told("push_heard", kind=kind, messages=len(messages))
    return _answer(HTTPStatus.OK, aliyun_push.HEARD)


def _messages(kind: str, body: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Which queue each line goes to, and as what. Raises ValueError for what is no batch."""
    if kind == "replies":
        replies = aliyun_push.replies(body)
        _count(kind, replies.unread)
        for reply in replies.items:
            said = {"message_id": reply.message_id, "sender": reply.sender.e164, "words": reply.words}
            yield "QUEUE_REPLIES", said | {"at": reply.at.isoformat()}
        return
    receipts = aliyun_push.receipts(body)
    _count(kind, receipts.unread)
    for receipt in receipts.items:
        if not (receipt.out_id or "").startswith(OF_AN_ANSWER):
            yield "QUEUE_DELIVERY", {"receipt": asdict(receipt) | {"at": receipt.at.isoformat()}}


def _count(kind: str, unread: int) -> None:
    if unread:
        log.warning("push_lines_unread", extra={"kind": kind, "lines": unread})


def _body(event: dict[str, Any]) -> bytes:
    raw = event.get("body") or ""
    return b64decode(raw, validate=True) if event.get("isBase64Encoded") else raw.encode()


def _answer(status: HTTPStatus, body: str) -> dict[str, Any]:
    headers = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
    return {"statusCode": int(status), "headers": headers, "body": body}
