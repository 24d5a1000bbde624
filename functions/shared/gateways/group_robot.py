"""A group's robot in WeCom (企业微信群机器人), as its documents describe it; not tried against the live service.

https://developer.work.weixin.qq.com/document/path/91770: 20 messages a minute for each robot, 2048 bytes of text. The
key in its address is all that protects a group, so it is kept like a telephone number, and no error shows it.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

from functions.shared.gateways import posting
from functions.shared.gateways.channel import Never, Retry
from functions.shared.gateways.faults import Code, Meaning, fault

ENDPOINT = "https://qyapi.weixin.qq.com"
LONGEST = 2048  # bytes

# https://developer.work.weixin.qq.com/document/path/90313 (global codes)
CODES: Mapping[str, Code] = {
    "-1": Code(Meaning.RETRY, "系统繁忙"),
    "45009": Code(Meaning.SLOW_DOWN, "接口调用超过限制（每分钟20条）", timedelta(minutes=1)),
    "45033": Code(Meaning.SLOW_DOWN, "接口并发调用超过限制"),
    "130101": Code(Meaning.SLOW_DOWN, "发送过快，超过每分钟20条", timedelta(minutes=10)),
    "93000": Code(Meaning.ADDRESS, "机器人 webhook 地址无效：已移除或 key 不对"),
    "93004": Code(Meaning.ADDRESS, "机器人已停用"),
    "93008": Code(Meaning.ADDRESS, "机器人不在该群"),
    "40008": Code(Meaning.NEVER, "不合法的 msgtype"),
    "40058": Code(Meaning.NEVER, "参数不合法，如超过2048字节"),
    "44004": Code(Meaning.NEVER, "文本内容为空"),
    "45002": Code(Meaning.NEVER, "内容超长"),
    "48002": Code(Meaning.NEVER, "接口未授权"),
    "60020": Code(Meaning.NEVER, "来源 IP 不在白名单"),
}


class WecomRobot:
    """The robots of WeCom's groups."""

    def __init__(self, endpoint: str = ENDPOINT, seconds: float = posting.READ_SECONDS) -> None:
        self._endpoint = endpoint
        self._seconds = seconds

    def send(self, key: str, words: str) -> str:
        """Say `words`; the id is ours, because WeCom gives none."""
        if not words or len(words.encode()) > LONGEST:
            raise Never("length")
        content = json.dumps({"msgtype": "text", "text": {"content": words}}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        target = f"/cgi-bin/webhook/send?key={quote(key, safe='')}"
        answer = posting.post(self._endpoint, target, headers, content, self._seconds)
        try:
            code = int(json.loads(answer.body)["errcode"])
        except (KeyError, TypeError, ValueError):
            raise Retry(f"http_{answer.status}", maybe_sent=True) from None
        if code != 0:
            raise fault(str(code), CODES)
        return uuid4().hex
