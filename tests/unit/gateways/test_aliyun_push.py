"""Receipts and replies that Alibaba Cloud pushes: read one by one, whatever stands beside them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.shared.domain.phone import Phone
from functions.shared.gateways import aliyun_push, secrets
from functions.shared.gateways.aliyun_push import genuine, receipts, replies
from functions.shared.gateways.channel import ReceiptState
from functions.shared.gateways.sms_aliyun import AliyunSms
from tests.standins.aliyun import Aliyun
from tests.standins.amazon import Amazon
from tests.standins.standin import StandIn
from tests.unit.gateways.ways import KEY_ID, KEY_SECRET, TEMPLATES, TO, a_text

RECEIPT = {
    "phone_number": "15400001234",
    "send_time": "2017-01-01 00:00:00",
    "report_time": "2017-01-01 00:00:07",
    "success": True,
    "err_code": "DELIVERED",
    "err_msg": "用户接收成功",
    "sms_size": "1",
    "biz_id": "900619746936498440^0",
    "out_id": "6825061749.2#unit:red_cross#sms",
}
REPLY = {
    "phone_number": "15400001234",
    "content": "3 已清理 🙂",
    "send_time": "2017-09-01 00:00:00",
    "dest_code": "1234",
    "sequence_id": "1234567890",
}


def body(*lines: Any) -> bytes:
    return json.dumps(lines, ensure_ascii=False).encode()


def test_the_receipt_of_the_documents() -> None:
    (told,) = receipts(body(RECEIPT)).items
    assert (told.message_id, told.out_id) == ("900619746936498440^0", "6825061749.2#unit:red_cross#sms")
    assert (told.state, told.reason) == (ReceiptState.DELIVERED, "")
    assert told.at == datetime(2016, 12, 31, 16, 0, 7, tzinfo=UTC)


def test_a_failure_keeps_the_carrier_s_code() -> None:
    (told,) = receipts(body(RECEIPT | {"success": False, "err_code": "MK:0001", "out_id": ""})).items
    assert (told.state, told.reason, told.out_id) == (ReceiptState.FAILED, "MK:0001", None)


class Door(StandIn):
    """Where the provider pushes to."""

    def answer(self, target: str, headers: dict[str, str], body: bytes, refuse: str | None) -> tuple[int, str, str]:
        self.heard = receipts(body).items
        return 200, "application/json", aliyun_push.HEARD


def test_what_the_stand_in_pushes_is_what_it_was_asked_to_send(amazons: Amazon) -> None:
    with Aliyun(KEY_ID, KEY_SECRET, "蒲公英", TEMPLATES) as provider, Door() as door:
        sms = AliyunSms(provider.address)
        ids = [sms.send(TO, a_text(), out_id) for out_id in ("first", "second")]
        first, second = provider.taken
        lines = [provider.report(second, arrived=False, code="MK:0001"), provider.report(first), provider.report(first)]
        assert provider.push(door.address, lines) == 200
    told = [(receipt.message_id, receipt.out_id, receipt.state) for receipt in door.heard]
    delivered = (ids[0], "first", ReceiptState.DELIVERED)
    assert told == [(ids[1], "second", ReceiptState.FAILED), delivered, delivered]


@pytest.mark.parametrize("sequence", ["1234567890", 1234567890])  # a string today, a number in older documents
@pytest.mark.parametrize("number", ["15400001234", "8615400001234", "+8615400001234", "008615400001234"])
def test_the_reply_of_the_documents(sequence: object, number: str) -> None:
    (told,) = replies(body(REPLY | {"sequence_id": sequence, "phone_number": number})).items
    assert (told.message_id, told.words) == ("aliyun:1234567890", "3 已清理 🙂")
    assert told.sender == Phone("+8615400001234")
    assert told.at == datetime(2017, 8, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("line", [{}, None, 7, "x", [], RECEIPT | {"report_time": "soon"}])
def test_one_line_that_can_t_be_read_keeps_no_other_back(line: object) -> None:
    told = receipts(body(RECEIPT, line, RECEIPT))
    assert (len(told.items), told.unread) == (2, 1)


@pytest.mark.parametrize("number", ["", "123", "1540000123x", "15400001234567", "１５４００００１２３４"])
def test_a_reply_from_no_number_is_not_read(number: str) -> None:
    told = replies(body(REPLY | {"phone_number": number}))
    assert (told.items, told.unread) == ((), 1)


@pytest.mark.parametrize("content", [b"", b"{}", b"7", b"[", b"\xff", b"[" + b" " * (256 * 1024) + b"]"])
def test_what_is_no_batch_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — any kind of it
        receipts(content)


def test_only_who_knows_the_secret_of_the_address_is_believed(amazons: Amazon) -> None:
    assert genuine("p" * 40)
    assert not genuine("p" * 39)
    assert not genuine("")
    assert not genuine("不是")


@pytest.mark.parametrize("kept", [{}, {"secret": ""}, {"secret": "short"}])
def test_without_a_secret_of_some_length_nobody_is_believed(amazons: Amazon, kept: dict[str, str]) -> None:
    amazons.secrets["push"] = kept
    secrets.forget()
    assert not genuine(str(kept.get("secret", "")))


def test_what_is_answered_is_what_the_documents_ask_for() -> None:
    assert json.loads(aliyun_push.HEARD) == {"code": 0, "msg": "接收成功"}
