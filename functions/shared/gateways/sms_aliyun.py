"""Text messages by Alibaba Cloud SMS (Dysmsapi 2017-05-25), as its documents describe it; not tried against the live
service.

SendSms: https://help.aliyun.com/document_detail/55284.html, QuerySendDetails: …/419277.html. SendSms is not idempotent:
after a time-out `sent_as` looks whether the message went out under its out-id. Only fixed templates can be sent, with
exactly the variables they were registered with; the secret says which code stands for which (docs/channels.md).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.phone import Phone
from functions.shared.gateways import posting
from functions.shared.gateways.aliyun_codes import CODES
from functions.shared.gateways.aliyun_signature import query_string, signed_headers
from functions.shared.gateways.channel import Never, Receipt, ReceiptState, Retry, Text
from functions.shared.gateways.faults import fault
from functions.shared.gateways.secrets import secret

ENDPOINT = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
BEIJING = COUNTY_ZONE  # what its times are told in
_STATES = {1: ReceiptState.SENT, 2: ReceiptState.FAILED, 3: ReceiptState.DELIVERED}  # 1: waits for the carrier
_PAGE = 50  # the most that QuerySendDetails gives at once
_LATE = timedelta(minutes=2)
_MOST_DAYS = 30  # as far back as it looks


class AliyunSms:
    """Alibaba Cloud SMS, domestic. `secret_variable` names the environment variable with the secret's id."""

    answers = True

    def __init__(
        self,
        endpoint: str = ENDPOINT,
        secret_variable: str = "SECRET_SMS",  # noqa: S107
        seconds: float = posting.READ_SECONDS,
    ) -> None:
        self._endpoint = endpoint
        self._secret = secret_variable
        self._seconds = seconds

    def send(self, to: Phone, text: Text, out_id: str) -> str:
        account = secret(self._secret)
        code = _template(account, text)
        said = self._ask(
            "SendSms",
            account,
            {
                "PhoneNumbers": _domestic(to),
                "SignName": str(account["sign_name"]),
                "TemplateCode": code,
                # Strings only: numbers are refused (isv.INVALID_JSON_PARAM).
                "TemplateParam": json.dumps(
                    {name: str(value) for name, value in text.values.items()}, ensure_ascii=False
                ),
                "OutId": out_id,
            },
        )
        if not isinstance(said.get("BizId"), str):
            raise Retry("no_biz_id", maybe_sent=True)
        return str(said["BizId"])

    def receipt(self, to: Phone, message_id: str, sent_at: datetime) -> Receipt | None:
        # What left just before midnight may stand under the next day.
        found = self._details(to, _days(sent_at, sent_at + _LATE), {"BizId": message_id})
        return next((_receipt(line, message_id) for line in found), None)

    def sent_as(self, to: Phone, out_id: str, sent_at: datetime) -> Receipt | None:
        """As the port says; `sent_at` is when it may first have been sent, and each day since is looked through.
        QuerySendDetails tells no message id, so the receipt's is empty."""
        found = self._details(to, _days(sent_at, datetime.now(UTC)), {})
        return next((_receipt(line, "") for line in found if line.get("OutId") == out_id), None)

    def _details(self, to: Phone, days: Iterable[str], which: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        account = secret(self._secret)
        for day in days:
            page = total = 1
            while (page - 1) * _PAGE < total:
                asked = {
                    "PhoneNumber": _domestic(to),
                    "SendDate": day,
                    "PageSize": str(_PAGE),
                    "CurrentPage": str(page),
                }
                said = self._ask("QuerySendDetails", account, asked | dict(which))
                yield from (said.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
                total, page = int(said.get("TotalCount") or 0), page + 1

    def _ask(self, action: str, account: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
        if not account.get("access_key_id") or not account.get("access_key_secret"):
            raise Never("not_configured")
        query = query_string(parameters)
        headers = signed_headers(
            host=posting.host_of(self._endpoint),
            action=action,
            version=VERSION,
            query=query,
            key_id=str(account["access_key_id"]),
            key_secret=str(account["access_key_secret"]),
            date=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            nonce=uuid4().hex,
        )
        headers["Accept"] = "application/json"
        answer = posting.post(self._endpoint, f"/?{query}", headers, seconds=self._seconds)
        try:
            said = json.loads(answer.body)
            code = str(said["Code"])
        except (KeyError, TypeError, ValueError):
            raise Retry(f"http_{answer.status}", maybe_sent=True) from None
        if code != "OK":
            raise fault(code, CODES)
        return dict(said)


def _template(account: Mapping[str, Any], text: Text) -> str:
    """Its code at the provider: the community's own, or the one that all share. Raises Never `not_configured`."""
    known: Mapping[str, str] = account.get("templates") or {}
    ours = f"{text.template}/{text.language}"
    found = known.get(f"{ours}/{text.community}") or known.get(ours)
    if not found or not account.get("sign_name"):
        raise Never("not_configured")
    return found


def _domestic(to: Phone) -> str:
    if not to.e164.startswith("+86") or not to.takes_texts:
        raise Never("not_a_domestic_mobile", address=True)
    return to.e164.removeprefix("+86")


def _days(first: datetime, last: datetime) -> tuple[str, ...]:
    """As QuerySendDetails is asked by them, the latest first."""
    since, until = first.astimezone(BEIJING).date(), last.astimezone(BEIJING).date()
    days = min((until - since).days, _MOST_DAYS - 1)
    return tuple(f"{until - timedelta(days=back):%Y%m%d}" for back in range(max(days, 0) + 1))


def _receipt(line: Mapping[str, Any], message_id: str) -> Receipt:
    state = _STATES.get(int(line["SendStatus"]), ReceiptState.SENT)
    at = line.get("ReceiveDate") or line["SendDate"]
    reason = str(line.get("ErrCode") or "") if state is ReceiptState.FAILED else ""
    return Receipt(message_id, line.get("OutId") or None, state, moment(str(at)), reason)


def moment(told: str) -> datetime:
    """A time as the provider tells it (Beijing, `2017-01-01 00:00:00`), in UTC. Raises ValueError."""
    return datetime.strptime(told, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING).astimezone(UTC)
