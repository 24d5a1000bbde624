"""Each adapter with its stand-in, made comparable: one contract, tried on all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from functions.shared import aws
from functions.shared.domain.phone import Phone
from functions.shared.gateways import secrets
from functions.shared.gateways.channel import Text
from functions.shared.gateways.email import Letter
from functions.shared.gateways.email_ses import SesEmail
from functions.shared.gateways.email_smtp import SmtpEmail
from functions.shared.gateways.group_robot import WecomRobot
from functions.shared.gateways.sms_aliyun import AliyunSms
from functions.shared.gateways.sms_sns import SnsSms
from tests.standins.aliyun import Aliyun
from tests.standins.amazon import Amazon
from tests.standins.smtp import Mail
from tests.standins.standin import StandIn, Taken
from tests.standins.wecom import Wecom

KEY_ID, KEY_SECRET = "LTAIexample", "0aliyun-secret-0"
ROBOT_KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
MAIL_PASSWORD = "mail-password-0"
TO = Phone("+8615400001234")
MAILBOX = "liaison@red_cross.example"
SENDER = "蒲公英 <notices@pgy.example>"
LONG_NAME = "绛县古绛镇龙王庙社区安康小区二期西区居民自治管理委员会"
NEVER_SEEN = ["15400001234", MAILBOX, KEY_SECRET, ROBOT_KEY, MAIL_PASSWORD]  # not in an error, nor in a log

TEMPLATES = {"SMS_1001": ["place", "matter", "when", "code"], "SMS_1002": ["place", "matter", "when", "code"]}
CONFIGURED = {
    "access_key_id": KEY_ID,
    "access_key_secret": KEY_SECRET,
    "sign_name": "蒲公英",
    "templates": {
        "whistle/zh/longwangmiao": "SMS_1001",
        "whistle/zh": "SMS_1002",
    },
}


def a_text(place: str = "安康小区", community: str = "longwangmiao") -> Text:
    values = {"place": place, "matter": "环境卫生", "when": "3日18时", "code": "6825061749"}
    words = f"【蒲公英】龙王庙社区吹哨：{place}环境卫生，3日18时前接单。单号6825061749，到pgy.example/u办理"
    return Text("whistle", "zh", community, values, words)


@dataclass
class Way:
    """`send` says a long Chinese name to somebody under an out-id; the codes are its provider's own."""

    send: Callable[[str], str]
    standin: StandIn | Mail
    repeats_as: Callable[[Taken], str] | None  # what tells the provider or the mailbox that it is the same
    retry: str
    slow: str
    never: str
    address: str
    unknown: str
    away: Callable[[], str]  # sends where nobody listens


@contextmanager
def amazon() -> Iterator[Amazon]:
    """Amazon's services on loopback, secrets too; no client is kept from before or for after."""
    with Amazon() as there, pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": there.address,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "SECRET_SMS": "sms",
            "SECRET_SMTP": "smtp",
            "SECRET_SMS_PUSH": "push",
        }.items():
            patch.setenv(name, value)
        aws.forget()
        yield there
        aws.forget()
        secrets.forget()


def as_new(there: Amazon) -> None:
    there.reset()
    there.secrets = {
        "sms": dict(CONFIGURED),
        "smtp": {"user": "notices", "password": MAIL_PASSWORD},
        "push": {"secret": "p" * 40},
    }
    secrets.forget()


def _nobody(send: Callable[[str], str]) -> Callable[[], str]:
    def away() -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
            aws.forget()
            try:
                return send("a")
            finally:
                aws.forget()

    return away


@contextmanager
def sns(amazons: Amazon) -> Iterator[Way]:
    def send(out_id: str) -> str:
        return SnsSms(seconds=1).send(TO, a_text(LONG_NAME), out_id)

    yield Way(
        send,
        amazons,
        None,
        retry="InternalError",
        slow="Throttling",
        never="AuthorizationError",
        address="InvalidParameter",
        unknown="SomethingNew",
        away=_nobody(send),
    )


@contextmanager
def aliyun(amazons: Amazon) -> Iterator[Way]:
    with Aliyun(KEY_ID, KEY_SECRET, "蒲公英", TEMPLATES) as there:
        yield Way(
            lambda out_id: AliyunSms(there.address, seconds=1).send(TO, a_text(LONG_NAME), out_id),
            there,
            lambda taken: taken.out_id,
            retry="isp.SYSTEM_ERROR",
            slow="isv.BUSINESS_LIMIT_CONTROL",
            never="isv.AMOUNT_NOT_ENOUGH",
            address="isv.MOBILE_NUMBER_ILLEGAL",
            unknown="isv.SOMETHING_NEW",
            away=lambda: AliyunSms("http://127.0.0.1:9").send(TO, a_text(), "a"),
        )


@contextmanager
def wecom(amazons: Amazon) -> Iterator[Way]:
    words = a_text(LONG_NAME).words
    with Wecom(ROBOT_KEY) as there:
        yield Way(
            lambda out_id: WecomRobot(there.address, seconds=1).send(ROBOT_KEY, words),
            there,
            None,
            retry="-1",
            slow="45009",
            never="40058",
            address="93000",
            unknown="99999",
            away=lambda: WecomRobot("http://127.0.0.1:9").send(ROBOT_KEY, words),
        )


def a_letter(out_id: str = "", *, to: str = MAILBOX, unsubscribe: str | None = None) -> Letter:
    words = a_text(LONG_NAME).words
    return Letter(to, f"{LONG_NAME}：{LONG_NAME}" * 2, words, f"<p>{words}</p>", unsubscribe, out_id)


@contextmanager
def ses(amazons: Amazon) -> Iterator[Way]:
    def send(out_id: str) -> str:
        return SesEmail(SENDER, seconds=1).send(a_letter(out_id))

    yield Way(
        send,
        amazons,
        lambda taken: str(taken.more["letter"]["Message-ID"]),
        retry="ServiceUnavailable",
        slow="Throttling",
        never="AccountSendingPausedException",
        address="InvalidParameterValue",
        unknown="SomethingNew",
        away=_nobody(send),
    )


@contextmanager
def smtp(amazons: Amazon) -> Iterator[Way]:
    with Mail() as there:
        yield Way(
            lambda out_id: SmtpEmail(SENDER, "127.0.0.1", there.port, "none", None, 1).send(a_letter(out_id)),
            there,
            lambda taken: taken.message_id,
            retry="451 4.3.0 try again",
            slow="450 4.2.0 greylisted",
            never="554 5.7.1 not from here",
            address="550 5.1.1 no such mailbox",
            unknown="499 4.9.9 something new",
            away=lambda: SmtpEmail(SENDER, "127.0.0.1", 9, "none", None).send(a_letter()),
        )


WAYS = {"sns": sns, "aliyun": aliyun, "wecom": wecom, "ses": ses, "smtp": smtp}
OVER_HTTP = ("sns", "aliyun", "wecom", "ses")
TAKE_AN_ID = ("aliyun", "ses", "smtp")  # of ours; the others take none: docs/channels.md
