"""WeCom's group robots on loopback: https://developer.work.weixin.qq.com/document/path/91770."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.standins.standin import StandIn, Taken


class Wecom(StandIn):
    """`keys`: the robots there are."""

    def __init__(self, *keys: str) -> None:
        super().__init__()
        self._keys = keys

    def answer(self, target: str, headers: dict[str, str], body: bytes, refuse: str | None) -> tuple[int, str, str]:
        parts = urlsplit(target)
        key = parse_qs(parts.query).get("key", [""])[0]
        code = int(refuse) if refuse else self._wrong(parts.path, key, body)
        if not code:
            self.taken.append(Taken(key, json.loads(body)["text"]["content"]))
        said = {"errcode": code, "errmsg": f"refused, hint: [1{key}], from ip: 127.0.0.1" if code else "ok"}
        return 200, "application/json; charset=UTF-8", json.dumps(said)

    def _wrong(self, path: str, key: str, body: bytes) -> int:
        if path != "/cgi-bin/webhook/send" or key not in self._keys:
            return 93000
        said = json.loads(body.decode("utf-8"))
        if said.get("msgtype") != "text":
            return 40008
        content = said["text"]["content"]
        if not content:
            return 44004
        return 40058 if len(content.encode()) > 2048 else 0
