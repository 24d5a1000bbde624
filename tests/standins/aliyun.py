"""Alibaba Cloud SMS on loopback: SendSms and QuerySendDetails of 2017-05-25, signature V3 checked, and its pushes.

Written from the documents alone and sharing no line with the adapter:
https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, …/document_detail/55284.html,
419277.html, 101346.html (codes), 101867.html (SmsReport), 101847.html (SmsUp).
"""

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote
from urllib.request import Request, urlopen

from tests.standins.standin import StandIn, Taken

BEIJING = timezone(timedelta(hours=8))
_AUTHORIZATION = re.compile(r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})")
_MUST_BE_SIGNED = {
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
}
_STATUS = {"InvalidAccessKeyId.NotFound": 404, "InvalidVersion": 404, "InvalidAction.NotFound": 404}


class Aliyun(StandIn):
    """`templates`: the variables each approved code was registered with."""

    def __init__(self, key_id: str, key_secret: str, sign_name: str, templates: dict[str, list[str]]) -> None:
        super().__init__()
        self._keys = {key_id: key_secret}
        self._sign_name, self._templates = sign_name, templates
        self._nonces: set[str] = set()
        self.ends: dict[str, tuple[int, str]] = {}  # what became of a message, by its id: SendStatus, ErrCode

    def answer(self, target: str, headers: dict[str, str], body: bytes, refuse: str | None) -> tuple[int, str, str]:
        path, _, query = target.partition("?")
        wrong = refuse or self._unsigned(path, query, headers, body)
        said = {"Code": wrong} if wrong else self._done(headers["x-acs-action"], dict(parse_qsl(query)))
        said |= {"RequestId": "819BE656-D2E0-4858-8B21-B2E477085AAF", "Message": said.get("Message", said["Code"])}
        status = _STATUS.get(said["Code"], 200 if said["Code"].startswith(("OK", "isv.", "isp.")) else 400)
        return status, "application/json;charset=utf-8", json.dumps(said, ensure_ascii=False)

    def push(self, address: str, lines: list[dict[str, Any]]) -> int:
        """POST a batch to the address registered for it; answers with the status, as the provider looks at."""
        content = json.dumps(lines, ensure_ascii=False).encode()
        asked = Request(address, content, {"Content-Type": "application/json"})  # noqa: S310
        with urlopen(asked, timeout=5) as answer:  # noqa: S310
            return int(answer.status)

    def report(self, taken: Taken, arrived: bool = True, code: str = "DELIVERED") -> dict[str, Any]:
        """A line of SmsReport for a message."""
        return {
            "phone_number": taken.to,
            "send_time": taken.more["sent"],
            "report_time": taken.more["sent"],
            "success": arrived,
            "err_code": code,
            "err_msg": "用户接收成功" if arrived else "失败",
            "sms_size": "1",
            "biz_id": taken.message_id,
            "out_id": taken.out_id,
        }

    def _unsigned(self, path: str, query: str, headers: dict[str, str], body: bytes) -> str | None:
        """The documented code of what is wrong with the signature, None if nothing is."""
        found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if found is None:
            return "IncompleteSignature"
        key_id, names, signature = found.groups()
        if key_id not in self._keys:
            return "InvalidAccessKeyId.NotFound"
        signed = names.split(";")
        if signed != sorted(signed) or not set(signed) >= _MUST_BE_SIGNED or not set(signed) <= set(headers):
            return "IncompleteSignature"
        if headers["x-acs-content-sha256"] != hashlib.sha256(body).hexdigest():
            return "SignatureDoesNotMatch"
        canonical_query = "&".join(
            f"{quote(name, safe='~')}={quote(value, safe='~')}"
            for name, value in sorted(parse_qsl(query, keep_blank_values=True))
        )
        canonical = "POST\n" + path + "\n" + canonical_query + "\n"
        for name in signed:
            canonical += name + ":" + headers[name].strip() + "\n"
        canonical += "\n" + names + "\n" + headers["x-acs-content-sha256"]
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode("utf-8")).hexdigest()
        secret = self._keys[key_id].encode("utf-8")
        if not hmac.compare_digest(hmac.new(secret, text.encode("utf-8"), hashlib.sha256).hexdigest(), signature):
            return "SignatureDoesNotMatch"
        try:
            told = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            return "InvalidTimeStamp.Format"
        if abs(datetime.now(UTC) - told) > timedelta(minutes=15):
            return "InvalidTimeStamp.Expired"
        if headers["x-acs-signature-nonce"] in self._nonces:
            return "SignatureNonceUsed"
        self._nonces.add(headers["x-acs-signature-nonce"])
        return None if headers["x-acs-version"] == "2017-05-25" else "InvalidVersion"

    def _done(self, action: str, asked: dict[str, str]) -> dict[str, Any]:
        match action:
            case "SendSms":
                return self._send(asked)
            case "QuerySendDetails":
                return self._details(asked)
        return {"Code": "InvalidAction.NotFound"}

    def _send(self, asked: dict[str, str]) -> dict[str, Any]:
        if not re.fullmatch(r"1\d{10}", asked.get("PhoneNumbers", "")):
            return {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}
        if asked.get("SignName") != self._sign_name:
            return {"Code": "isv.SMS_SIGNATURE_ILLEGAL"}
        if asked.get("TemplateCode") not in self._templates:
            return {"Code": "isv.SMS_TEMPLATE_ILLEGAL"}
        values = json.loads(asked.get("TemplateParam", "{}"))
        if not all(isinstance(value, str) for value in values.values()):
            return {"Code": "isv.INVALID_JSON_PARAM"}
        if set(values) != set(self._templates[asked["TemplateCode"]]):
            return {"Code": "isv.TEMPLATE_MISSING_PARAMETERS"}
        if len(asked.get("OutId", "")) >= 256:
            return {"Code": "isv.INVALID_PARAMETERS"}
        taken = Taken(
            asked["PhoneNumbers"],
            " ".join(values[name] for name in self._templates[asked["TemplateCode"]]),
            asked.get("OutId", ""),
            f"{900619746936498440 + len(self.taken)}^0",
            {"values": values, "sent": f"{datetime.now(BEIJING):%Y-%m-%d %H:%M:%S}", "code": asked["TemplateCode"]},
        )
        self.taken.append(taken)
        return {"Code": "OK", "BizId": taken.message_id}

    def _details(self, asked: dict[str, str]) -> dict[str, Any]:
        if not {"PhoneNumber", "SendDate", "PageSize", "CurrentPage"} <= set(asked) or int(asked["PageSize"]) > 50:
            return {"Code": "isv.INVALID_PARAMETERS"}
        lines = [
            self._detail(taken)
            for taken in self.taken
            if taken.to == asked["PhoneNumber"]
            and taken.more["sent"][:10].replace("-", "") == asked["SendDate"]
            and asked.get("BizId", taken.message_id) == taken.message_id
        ]
        size, page = int(asked["PageSize"]), int(asked["CurrentPage"])
        shown = lines[(page - 1) * size : page * size]
        return {"Code": "OK", "TotalCount": len(lines), "SmsSendDetailDTOs": {"SmsSendDetailDTO": shown}}

    def _detail(self, taken: Taken) -> dict[str, Any]:
        status, code = self.ends.get(taken.message_id, (1, ""))
        line = {
            "PhoneNum": taken.to,
            "SendStatus": status,
            "ErrCode": code,
            "TemplateCode": taken.more["code"],
            "Content": taken.words,
            "SendDate": taken.more["sent"],
            "OutId": taken.out_id,
        }
        return line | ({"ReceiveDate": taken.more["sent"]} if status != 1 else {})
