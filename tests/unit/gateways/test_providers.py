"""The configuration chooses, and what it doesn't choose isn't even imported."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.shared.gateways import providers

ROOT = Path(__file__).parents[3]
FOREIGN = {
    "sms_sns",
    "sms_aliyun",
    "aliyun_codes",
    "aliyun_signature",
    "email",
    "email_ses",
    "email_smtp",
    "group_robot",
}
ALIYUN = {"sms_aliyun", "aliyun_codes", "aliyun_signature"}


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("SMS_BY", "EMAIL_BY", "ALIYUN_ENDPOINT", "WECOM_ENDPOINT", "SECRET_SMTP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SENDER", "蒲公英 <notices@pgy.example>")
    monkeypatch.setenv("MAIL_HOST", "smtp.example")
    providers.forget()
    yield
    providers.forget()


@pytest.mark.parametrize(("chosen", "kind"), [("", "SnsSms"), ("sns", "SnsSms"), ("aliyun", "AliyunSms")])
def test_texts(monkeypatch: pytest.MonkeyPatch, chosen: str, kind: str) -> None:
    monkeypatch.setenv("SMS_BY", chosen)
    assert type(providers.sms()).__name__ == kind


@pytest.mark.parametrize(
    ("chosen", "kind"), [("", "SesEmail"), ("ses", "SesEmail"), ("smtp", "SmtpEmail"), ("none", "NoneType")]
)
def test_emails(monkeypatch: pytest.MonkeyPatch, chosen: str, kind: str) -> None:
    monkeypatch.setenv("EMAIL_BY", chosen)
    assert type(providers.email()).__name__ == kind


def test_robots() -> None:
    assert type(providers.robot()).__name__ == "WecomRobot"


def test_what_is_not_ours_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_BY", "pigeon")
    monkeypatch.setenv("EMAIL_BY", "pigeon")
    with pytest.raises(ValueError, match="SMS_BY: pigeon"):
        providers.sms()
    with pytest.raises(ValueError, match="EMAIL_BY: pigeon"):
        providers.email()


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("pass", set()),
        ("providers.sms()", ALIYUN),
        ("providers.robot()", {"group_robot"}),
        ("providers.email()", {"email", "email_smtp"}),
    ],
)
def test_the_one_not_chosen_costs_nothing(asked: str, there: set[str]) -> None:
    code = (
        f"import sys; from functions.shared.gateways import providers; {asked};"
        f"print(*(m for m in {sorted(FOREIGN)} if 'functions.shared.gateways.' + m in sys.modules))"
    )
    chosen = {"SMS_BY": "aliyun", "EMAIL_BY": "smtp", "SENDER": "x <a@b.example>", "MAIL_HOST": "smtp.example"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=chosen, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == there
