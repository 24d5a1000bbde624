"""An OpenID Connect issuer on this machine's loopback: it knows nobody's password, and signs whatever a test wants."""

import json
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

CLIENT = "desk"


def a_key(kid: str) -> RSAKey:
    """A new key to sign with."""
    return RSAKey.generate_key(2048, {"kid": kid})


def a_curve(kid: str) -> ECKey:
    """The same, for ES256."""
    return ECKey.generate_key("P-256", {"kid": kid})


def public(*keys: Key) -> dict[str, Any]:
    """What an issuer shows of its keys."""
    return {"keys": [{**key.as_dict(private=False), "use": "sig"} for key in keys]}


def signed(key: Key, claims: dict[str, Any], alg: str = "RS256", **header: Any) -> str:
    """An ID token."""
    head = {"alg": alg, "kid": key.kid, **header}
    return jwt.encode({name: value for name, value in head.items() if value is not None}, claims, key, algorithms=[alg])


class FakeIssuer(ThreadingHTTPServer):
    """Answers discovery, keys and codes. A code is good once, with the verifier of its challenge."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = a_key("first")
        self.shown = public(self.key)
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, Any]] = {}
        self.status = 200
        self.leaves = True

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()

    def grant(self, address: str, **claims: Any) -> str:
        """Somebody signs in at the authorization `address`; answers with the path and query they come back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes) + 1}"
        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "sub": "account-1", "iat": now, "exp": now + 600}
        self.codes[code] = {
            "challenge": asked["code_challenge"],
            "back": asked["redirect_uri"],
            "claims": said | {"nonce": asked["nonce"]} | claims,
        }
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def about(self) -> dict[str, Any]:
        leaving = {"end_session_endpoint": f"{self.url}/leave"} if self.leaves else {}
        return leaving | {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }


class _Answers(BaseHTTPRequestHandler):
    server: FakeIssuer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self._say(self.server.shown if self.path == "/keys" else self.server.about(), self.server.status)

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(raw).items()}
        granted = self.server.codes.pop(sent["code"], None)  # once
        if granted is None or sent["redirect_uri"] != granted["back"] or not _proves(sent, granted["challenge"]):
            return self._say({"error": "invalid_grant"}, 400)
        token = signed(self.server.key, granted["claims"])
        return self._say({"id_token": token, "access_token": "unused", "token_type": "Bearer"}, self.server.status)

    def _say(self, said: dict[str, Any], status: int) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


def _proves(sent: dict[str, str], challenge: str) -> bool:
    digest = sha256(sent["code_verifier"].encode()).digest()
    return sent["client_id"] == CLIENT and urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
