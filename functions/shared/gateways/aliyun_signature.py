"""Alibaba Cloud's signature V3 (ACS3-HMAC-SHA256), the one its documents recommend over V2's HMAC-SHA1.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature; its worked example is a test.
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"


def query_string(parameters: Mapping[str, str]) -> str:
    """The parameters sorted by name and encoded by RFC 3986: what is signed is also what is sent."""
    return "&".join(f"{_encoded(name)}={_encoded(parameters[name])}" for name in sorted(parameters))


def signed_headers(
    *, host: str, action: str, version: str, query: str, key_id: str, key_secret: str, date: str, nonce: str
) -> dict[str, str]:
    """The headers of a POST to `/?query` without a body. `date` is UTC, such as 2023-10-26T10:22:32Z."""
    nothing = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": nothing,
        "x-acs-date": date,
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(["POST", "/", query, lines, names, nothing])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return headers | {"Authorization": f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"}


def _encoded(words: str) -> str:
    return quote(words, safe="-_.~")
