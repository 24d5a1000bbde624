"""The providers that this deployment chose. The one not chosen is never imported.

`SMS_BY` (sns, aliyun) and `EMAIL_BY` (ses, smtp); addresses may be set to stand-ins on loopback. docs/channels.md
"""

import os
from functools import cache
from typing import TYPE_CHECKING

from functions.shared.gateways.channel import Robot, Sms

if TYPE_CHECKING:  # who only texts need not know how letters are written
    from functions.shared.gateways.email import Email


@cache
def sms() -> Sms:
    """Raises ValueError if none of ours is chosen."""
    match _set("SMS_BY", "sns"):
        case "sns":
            from functions.shared.gateways.sms_sns import SnsSms

            return SnsSms()
        case "aliyun":
            from functions.shared.gateways.sms_aliyun import ENDPOINT, AliyunSms

            return AliyunSms(_set("ALIYUN_ENDPOINT", ENDPOINT))
        case other:
            raise ValueError(f"SMS_BY: {other}")


@cache
def robot() -> Robot:
    from functions.shared.gateways.group_robot import ENDPOINT, WecomRobot

    return WecomRobot(_set("WECOM_ENDPOINT", ENDPOINT))


@cache
def email() -> "Email | None":
    """None where `EMAIL_BY` is none: nobody gets email. Raises ValueError if none of ours is chosen."""
    match _set("EMAIL_BY", "ses"):
        case "none":
            return None
        case "ses":
            from functions.shared.gateways.email_ses import SesEmail

            return SesEmail(os.environ["SENDER"])
        case "smtp":
            from functions.shared.gateways.email_smtp import SmtpEmail

            return SmtpEmail(
                os.environ["SENDER"],
                os.environ["MAIL_HOST"],
                int(_set("MAIL_PORT", "465")),
                _set("MAIL_SECURITY", "tls"),
                "SECRET_SMTP" if os.environ.get("SECRET_SMTP") else None,
            )
        case other:
            raise ValueError(f"EMAIL_BY: {other}")


def forget() -> None:
    """Choose anew (tests change the environment)."""
    for chosen in (sms, robot, email):
        chosen.cache_clear()


def _set(name: str, otherwise: str) -> str:
    return os.environ.get(name) or otherwise
