"""What Alibaba Cloud SMS pushes to us: receipts (SmsReport) and replies (SmsUp), in batches; not tried against the live
service.

https://help.aliyun.com/document_detail/101867.html and …/101847.html. The documented push carries no signature and no
other proof of who sent it. So a secret is part of the address that is registered with the provider; nobody else knows
it, and nothing more is proved. It comes several times, out of order; after 3 failures not again: then we ask.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from functions.shared.domain.phone import Phone
from functions.shared.gateways.channel import Receipt, ReceiptState, Reply
from functions.shared.gateways.secrets import secret
from functions.shared.gateways.sms_aliyun import moment

HEARD = '{"code": 0, "msg": "接收成功"}'  # answered with 200; anything else and it is pushed again
_LARGEST = 256 * 1024  # bytes of a batch

Item = TypeVar("Item", Receipt, Reply)


@dataclass(frozen=True)
class Batch(Generic[Item]):
    """What could be read, and how many lines couldn't (they would not be better the next time)."""

    items: tuple[Item, ...]
    unread: int


def genuine(told: str, secret_variable: str = "SECRET_SMS_PUSH") -> bool:  # noqa: S107
    """Whether `told`, from the address that was called, is the secret that the provider alone has been given."""
    known = str(secret(secret_variable).get("secret") or "")
    return len(known) >= 32 and hmac.compare_digest(told.encode(), known.encode())


def receipts(body: bytes) -> Batch[Receipt]:
    """The receipts of a batch. Raises ValueError if it isn't one."""
    return _read(body, _receipt)


def replies(body: bytes) -> Batch[Reply]:
    """The texts that came in. Raises ValueError if it isn't a batch."""
    return _read(body, _reply)


def _read(body: bytes, read: Callable[[Any], Item]) -> Batch[Item]:
    if len(body) > _LARGEST:
        raise ValueError("too large for a batch")
    lines = json.loads(body)
    if not isinstance(lines, list):
        raise ValueError("not a batch")
    items, unread = [], 0
    for line in lines:
        try:
            items.append(read(line))
        except (AttributeError, KeyError, TypeError, ValueError):
            unread += 1
    return Batch(tuple(items), unread)


def _receipt(line: dict[str, Any]) -> Receipt:
    arrived = line["success"] in (True, "true")
    return Receipt(
        message_id=str(line["biz_id"]),
        out_id=str(line["out_id"]) if line.get("out_id") else None,
        state=ReceiptState.DELIVERED if arrived else ReceiptState.FAILED,
        at=moment(line.get("report_time") or line["send_time"]),
        reason="" if arrived else str(line.get("err_code") or ""),
    )


def _reply(line: dict[str, Any]) -> Reply:
    return Reply(
        message_id=f"aliyun:{line['sequence_id']}",
        sender=_phone(str(line["phone_number"])),
        words=str(line["content"]),
        at=moment(line["send_time"]),
    )


def _phone(told: str) -> Phone:
    """`15400001234`, or with 86, +86 or 0086 before it."""
    digits = told.removeprefix("+").removeprefix("00")
    domestic = digits.removeprefix("86") if len(digits) == 13 else digits
    if len(domestic) != 11 or not (domestic.isascii() and domestic.isdigit()):
        raise ValueError("not a number")
    return Phone(f"+86{domestic}")
