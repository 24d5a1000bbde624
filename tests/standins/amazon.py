"""Amazon SNS, SES and Secrets Manager on loopback, as far as we use them: query protocol and JSON 1.1. Signatures are
botocore's own affair and only looked for."""

import json
from base64 import b64decode
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from tests.standins.standin import StandIn, Taken

_STATUS = {"InternalError": 500, "InternalFailure": 500, "ServiceUnavailable": 503, "AuthorizationError": 403}


class Amazon(StandIn):
    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[str, dict[str, Any]] = {}

    def answer(self, target: str, headers: dict[str, str], body: bytes, refuse: str | None) -> tuple[int, str, str]:
        assert headers["authorization"].startswith("AWS4-HMAC-SHA256 ")
        if headers.get("x-amz-target") == "secretsmanager.GetSecretValue":
            name = json.loads(body)["SecretId"]
            found = json.dumps({"Name": name, "SecretString": json.dumps(self.secrets[name])})
            return 200, "application/x-amz-json-1.1", found
        asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if refuse:
            return _STATUS.get(refuse, 400), "text/xml", _refusal(refuse, asked)
        message_id = str(uuid4())
        taken = self._published(asked) if asked["Action"] == "Publish" else self._mailed(asked)
        taken.message_id = message_id
        self.taken.append(taken)
        action = asked["Action"]
        result = f"<{action}Result><MessageId>{message_id}</MessageId></{action}Result>"
        return 200, "text/xml", f"<{action}Response>{result}</{action}Response>"

    def _published(self, asked: dict[str, str]) -> Taken:
        return Taken(asked["PhoneNumber"], asked["Message"], more=asked)

    def _mailed(self, asked: dict[str, str]) -> Taken:
        raw = b64decode(asked["RawMessage.Data"])
        letter = message_from_bytes(raw, policy=default)
        body = letter.get_body(("plain",))
        assert body is not None
        return Taken(asked["Destinations.member.1"], body.get_content().strip(), more={"letter": letter, "raw": raw})


def _refusal(code: str, asked: dict[str, str]) -> str:
    told = asked.get("PhoneNumber") or asked.get("Destinations.member.1")
    error = f"<Type>Sender</Type><Code>{code}</Code><Message>Invalid parameter: {told}</Message>"
    return f"<ErrorResponse><Error>{error}</Error><RequestId>1</RequestId></ErrorResponse>"
