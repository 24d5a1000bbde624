"""A submission server on loopback, by aiosmtpd: sign-in, TLS or STARTTLS with a certificate of its own, and trouble."""

import asyncio
import ssl
from collections import deque
from email import message_from_bytes
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from infra.local.ports import free_port
from tests.standins.standin import Taken, Trouble


class Mail:
    """`account`: user and password that are let in; None: everybody. Troubles are one a letter, and refuse at RCPT; a
    refusal that begins with `DATA ` refuses what has been handed over."""

    def __init__(
        self,
        account: tuple[str, str] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
    ) -> None:
        self.taken: list[Taken] = []
        self.asked = 0
        self._troubles: deque[Trouble] = deque()
        self._account = account
        more: dict[str, Any] = (
            {"ssl_context": tls} if tls else {"tls_context": starttls, "require_starttls": bool(starttls)}
        )
        self._server = Controller(
            self,
            hostname="127.0.0.1",
            port=free_port(),
            authenticator=self._signed_in,
            auth_required=account is not None,
            auth_require_tls=bool(starttls),
            decode_data=False,
            **more,
        )

    @property
    def port(self) -> int:
        return int(self._server.port)

    def expect(self, *troubles: Trouble) -> None:
        self._troubles.extend(troubles)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.stop(no_assert=True)

    def _signed_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and self._account == (data.login.decode(), data.password.decode())
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked += 1
        if self._troubles and self._troubles[0].refuse and not self._troubles[0].refuse.startswith("DATA "):
            return f"{self._troubles.popleft().refuse} <{address}>"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str | None:  # noqa: N802
        trouble = self._troubles.popleft() if self._troubles else Trouble()
        if trouble.refuse:
            return trouble.refuse.removeprefix("DATA ")
        raw = envelope.original_content or b""
        letter = message_from_bytes(raw, policy=default)
        body = letter.get_body(("plain",))
        assert body is not None
        self.taken.append(
            Taken(
                envelope.rcpt_tos[0],
                body.get_content().strip(),
                message_id=str(letter["Message-ID"]),
                more={"letter": letter, "raw": raw, "tls": _over_tls(server)},
            )
        )
        if trouble.silent:
            await asyncio.sleep(3600)
        if trouble.slow:
            await asyncio.sleep(trouble.slow)
        if trouble.close and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 2.0.0 OK queued"


def _over_tls(server: SMTP) -> bool:
    return server.transport is not None and server.transport.get_extra_info("sslcontext") is not None
