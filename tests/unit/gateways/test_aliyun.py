"""Alibaba Cloud SMS beyond the contract: its signature, its templates, what it says afterwards."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.shared.domain.phone import Phone
from functions.shared.gateways import secrets
from functions.shared.gateways.aliyun_codes import CODES
from functions.shared.gateways.aliyun_signature import query_string, signed_headers
from functions.shared.gateways.channel import Never, ReceiptState, Retry, SlowDown
from functions.shared.gateways.sms_aliyun import AliyunSms, moment
from tests.standins.aliyun import BEIJING, Aliyun
from tests.standins.amazon import Amazon
from tests.standins.standin import Trouble
from tests.unit.gateways.ways import CONFIGURED, KEY_ID, KEY_SECRET, LONG_NAME, TEMPLATES, TO, a_text

OUT_ID = "6825061749.2#unit:red_cross#sms"


@pytest.fixture
def provider(amazons: Amazon) -> Iterator[Aliyun]:
    with Aliyun(KEY_ID, KEY_SECRET, "蒲公英", TEMPLATES) as there:
        yield there


@pytest.fixture
def sms(provider: Aliyun) -> AliyunSms:
    return AliyunSms(provider.address, seconds=1)


def configured(amazons: Amazon, **other: object) -> None:
    amazons.secrets["sms"] = CONFIGURED | other
    secrets.forget()


def test_the_worked_example_of_the_documents() -> None:
    headers = signed_headers(
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        query=query_string(
            {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
        ),
        key_id="YourAccessKeyId",
        key_secret="YourAccessKeySecret",
        date="2023-10-26T10:22:32Z",
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_what_is_sent_is_the_community_s_template_with_its_variables_and_no_others(
    sms: AliyunSms, provider: Aliyun
) -> None:
    assert sms.send(TO, a_text(LONG_NAME), OUT_ID) == provider.taken[0].message_id
    assert provider.taken[0].more["code"] == "SMS_1001"
    assert provider.taken[0].more["values"] == {
        "place": LONG_NAME,
        "matter": "环境卫生",
        "when": "3日18时",
        "code": "6825061749",
    }


def test_a_community_without_a_template_of_its_own_takes_the_common_one(sms: AliyunSms, provider: Aliyun) -> None:
    sms.send(TO, a_text(community="kangning"), OUT_ID)
    assert provider.taken[0].more["code"] == "SMS_1002"


@pytest.mark.parametrize("words", ["a b+c", "~*'()!", "&=?#/%", "“引号”与\n换行", "🙂"])
def test_any_character_passes_the_signature_and_arrives(sms: AliyunSms, provider: Aliyun, words: str) -> None:
    sms.send(TO, a_text(words), OUT_ID)
    assert provider.taken[0].more["values"]["place"] == words


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"access_key_secret": "wrong"}, "SignatureDoesNotMatch"),
        ({"access_key_id": "nobody"}, "InvalidAccessKeyId.NotFound"),
        ({"sign_name": "别人"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"templates": {"whistle/zh": "SMS_9"}}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"templates": {}}, "not_configured"),
        ({"sign_name": ""}, "not_configured"),
    ],
)
def test_what_is_configured_wrongly_is_never_and_says_what(
    sms: AliyunSms, provider: Aliyun, amazons: Amazon, other: dict[str, object], reason: str
) -> None:
    configured(amazons, **other)
    with pytest.raises(Never, match=f"^{reason}$") as told:
        sms.send(TO, a_text(), OUT_ID)
    assert not told.value.address
    assert provider.taken == []


def test_a_template_registered_with_other_variables_is_never(sms: AliyunSms, provider: Aliyun) -> None:
    text = a_text()
    with pytest.raises(Never, match=r"^isv\.TEMPLATE_MISSING_PARAMETERS$"):
        sms.send(TO, replace(text, values={"place": "安康小区"}), OUT_ID)


def test_before_anything_is_configured_the_next_channel_is_taken(sms: AliyunSms, amazons: Amazon) -> None:
    amazons.secrets["sms"] = {}
    secrets.forget()
    with pytest.raises(Never, match="not_configured"):
        sms.send(TO, a_text(), OUT_ID)
    with pytest.raises(Never, match="not_configured"):
        sms.sent_as(TO, OUT_ID, datetime.now(UTC))


@pytest.mark.parametrize("number", ["+863590000000", "+85212345678"])
def test_a_number_that_takes_no_domestic_texts_is_not_asked_for(sms: AliyunSms, provider: Aliyun, number: str) -> None:
    with pytest.raises(Never) as told:
        sms.send(Phone(number), a_text(), OUT_ID)
    assert told.value.address
    assert provider.asked == 0


def test_a_cap_that_somebody_lifts_is_asked_again_in_an_hour(sms: AliyunSms, provider: Aliyun) -> None:
    provider.expect(Trouble(refuse="isv.DAY_LIMIT_CONTROL"), Trouble(refuse="Throttling.User"))
    with pytest.raises(SlowDown) as told:
        sms.send(TO, a_text(), OUT_ID)
    assert told.value.after == timedelta(hours=1)
    with pytest.raises(SlowDown) as told:
        sms.send(TO, a_text(), OUT_ID)
    assert told.value.after is None


def test_each_code_of_the_table_does_what_it_says(sms: AliyunSms, provider: Aliyun) -> None:
    kinds = {"retry": Retry, "slow down": SlowDown, "never": Never, "address": Never}
    for code, known in CODES.items():
        provider.expect(Trouble(refuse=code))
        with pytest.raises(kinds[known.meaning.value], match=f"^{code}$") as told:
            sms.send(TO, a_text(), OUT_ID)
        assert getattr(told.value, "address", False) is (known.meaning.value == "address")
        assert known.words


@pytest.mark.parametrize("trouble", [Trouble(garbage=True), Trouble(status=500)])
def test_an_answer_that_is_none_may_have_been_sent(sms: AliyunSms, provider: Aliyun, trouble: Trouble) -> None:
    provider.expect(trouble)
    with pytest.raises(Retry) as told:
        sms.send(TO, a_text(), OUT_ID)
    assert told.value.maybe_sent


@pytest.mark.parametrize(
    ("end", "state", "reason"),
    [
        (None, ReceiptState.SENT, ""),
        ((3, "DELIVERED"), ReceiptState.DELIVERED, ""),
        ((2, "MK:0001"), ReceiptState.FAILED, "MK:0001"),
    ],
)
def test_a_receipt_can_be_asked_for(
    sms: AliyunSms, provider: Aliyun, end: tuple[int, str] | None, state: ReceiptState, reason: str
) -> None:
    sms.send(TO, a_text(), "another")
    message_id = sms.send(TO, a_text(), OUT_ID)
    if end:
        provider.ends[message_id] = end
    told = sms.receipt(TO, message_id, datetime.now(UTC))
    assert told is not None
    assert (told.message_id, told.out_id, told.state, told.reason) == (message_id, OUT_ID, state, reason)
    assert abs(told.at - datetime.now(UTC)) < timedelta(minutes=1)


def test_of_what_it_does_not_know_it_says_nothing(sms: AliyunSms) -> None:
    assert sms.receipt(TO, "900619746936498440^0", datetime.now(UTC)) is None


def test_after_no_answer_we_look_whether_it_went_out(sms: AliyunSms, provider: Aliyun) -> None:
    for number in range(120):  # more than one page
        sms.send(TO, a_text(), f"earlier {number}")
    assert sms.sent_as(TO, OUT_ID, datetime.now(UTC)) is None
    provider.expect(Trouble(close=True))
    with pytest.raises(Retry):
        sms.send(TO, a_text(), OUT_ID)
    told = sms.sent_as(TO, OUT_ID, datetime.now(UTC))
    assert told is not None
    assert (told.out_id, told.state) == (OUT_ID, ReceiptState.SENT)


def test_what_left_just_before_midnight_is_found_under_either_day(sms: AliyunSms, provider: Aliyun) -> None:
    message_id = sms.send(TO, a_text(), OUT_ID)
    provider.taken[0] = replace(provider.taken[0], more=provider.taken[0].more | {"sent": "2026-03-04 00:00:01"})
    asked_at = datetime(2026, 3, 3, 23, 59, 30, tzinfo=BEIJING)
    told = sms.receipt(TO, message_id, asked_at)
    assert told is not None
    assert told.at == datetime(2026, 3, 3, 16, 0, 1, tzinfo=UTC)


def test_what_was_held_over_night_is_found_on_the_day_it_went(sms: AliyunSms, provider: Aliyun) -> None:
    sms.send(TO, a_text(), OUT_ID)
    told = sms.sent_as(TO, OUT_ID, datetime.now(UTC) - timedelta(days=3))
    assert told is not None
    before = provider.asked
    assert sms.sent_as(TO, "another", datetime.now(UTC) - timedelta(days=300)) is None
    assert provider.asked - before == 30  # it keeps no more days


def test_a_clock_that_is_behind_looks_at_today_all_the_same(sms: AliyunSms) -> None:
    sms.send(TO, a_text(), OUT_ID)
    assert sms.sent_as(TO, OUT_ID, datetime.now(UTC) + timedelta(minutes=5)) is not None


def test_its_times_are_beijing_s() -> None:
    assert moment("2017-01-01 00:00:00") == datetime(2016, 12, 31, 16, tzinfo=UTC)


def test_variables_are_strings_because_numbers_are_refused(sms: AliyunSms, provider: Aliyun) -> None:
    text = a_text()
    sms.send(TO, replace(text, values={**text.values, "code": "0012"}), OUT_ID)
    assert json.dumps(provider.taken[0].more["values"]["code"]) == '"0012"'
