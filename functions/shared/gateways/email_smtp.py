"""Emails by SMTP submission (RFC 5321, 6409), with TLS from the start or STARTTLS, for any provider that offers it; not
tried against a live service. The certificate is verified; without TLS it speaks to loopback only.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from functions.shared.gateways.channel import Never, Retry, SlowDown
from functions.shared.gateways.email import Letter, address_of, written
from functions.shared.gateways.secrets import secret

SECONDS = 10.0  # RFC 5321 4.5.3.2 would wait minutes: a function has less, and what isn't answered is tried again
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_TOO_MUCH = {421, 450, 452}  # closing, mailbox busy (greylisting), storage: all pass with time
_BAD_MAILBOX = {550, 551, 553}  # RFC 5321 4.2.3
_BAD_MAILBOX_ENHANCED = ("5.1.", "5.2.1")  # RFC 3463: no such address, mailbox disabled


class SmtpEmail:
    """`sender` is `Name <address>`, `security` one of `tls`, `starttls`, `none` (loopback). `secret_variable` names the
    environment variable with the id of the secret `{"user": …, "password": …}`; without one nobody signs in."""

    def __init__(
        self,
        sender: str,
        host: str,
        port: int,
        security: str,
        secret_variable: str | None,
        seconds: float = SECONDS,
    ) -> None:
        if security not in ("tls", "starttls") and not (security == "none" and host in _LOOPBACK):
            raise ValueError("SMTP goes over tls or starttls")
        self._from = address_of(sender)
        self._host, self._port, self._security = host, port, security
        self._secret, self._seconds = secret_variable, seconds

    def send(self, letter: Letter) -> str:
        try:
            message = written(letter, self._from)
        except ValueError:
            raise Never("not_an_address", address=True) from None
        raw = message.as_bytes()
        with _sorted(asked=False):
            server = self._open()
        try:
            with _sorted(asked=False):
                self._begin(server)
                _ask(server.mail(self._from.addr_spec))
                _ask(server.rcpt(letter.to), recipient=True)
            with _sorted(asked=True):
                _ask(server.data(raw))
        finally:
            _leave(server)
        return str(message["Message-ID"]).strip("<>")

    def _open(self) -> smtplib.SMTP:
        # Naming ourselves spares smtplib a look-up of this machine's name.
        if self._security == "tls":
            return smtplib.SMTP_SSL(self._host, self._port, self._from.domain, timeout=self._seconds, context=_tls())
        return smtplib.SMTP(self._host, self._port, self._from.domain, timeout=self._seconds)

    def _begin(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._security == "starttls":
            server.starttls(context=_tls())  # raises SMTPNotSupportedError if it isn't offered: never in the clear
            server.ehlo()
        if self._secret is not None:
            account = secret(self._secret)
            if not account.get("user") or not account.get("password"):
                raise Never("not_configured")
            self._sign_in(server, str(account["user"]), str(account["password"]))

    @staticmethod
    def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
        """By one mechanism: smtplib's `login` tries all, and after the first refusal many servers hang up."""
        offered = server.esmtp_features.get("auth", "").upper().split()
        server.user, server.password = user, password
        if "PLAIN" in offered:
            server.auth("PLAIN", server.auth_plain)
        elif "LOGIN" in offered:
            server.auth("LOGIN", server.auth_login)
        else:
            raise Never("not_supported")


@contextmanager
def _sorted(*, asked: bool) -> Iterator[None]:
    """Raise our errors for smtplib's, which would show the address; `asked`: the letter had been handed over."""
    try:
        yield
    except smtplib.SMTPNotSupportedError:
        raise Never("not_supported") from None
    except smtplib.SMTPResponseException as error:  # greeting, HELO, STARTTLS, sign-in, DATA refused
        raise _fault(error.smtp_code, error.smtp_error, recipient=False) from None
    except (OSError, smtplib.SMTPException):  # time-out, connection lost, certificate
        raise Retry("no_answer" if asked else "unreachable", maybe_sent=asked) from None


def _ask(answer: tuple[int, bytes], *, recipient: bool = False) -> None:
    if not 200 <= answer[0] < 300:
        raise _fault(answer[0], answer[1], recipient=recipient)


def _fault(code: int, words: bytes | str, *, recipient: bool) -> Retry | SlowDown | Never:
    """By the reply's class (RFC 5321 4.2.1); which mailbox is bad by the enhanced code, where there is one."""
    if code in _TOO_MUCH:
        return SlowDown(str(code))
    if 500 <= code < 600:
        told = words.decode("ascii", "replace") if isinstance(words, bytes) else words
        enhanced = told.split(" ", 1)[0] if told[:2] == "5." else None
        bad = enhanced.startswith(_BAD_MAILBOX_ENHANCED) if enhanced else code in _BAD_MAILBOX
        return Never(str(code), address=recipient and bad)
    return Retry(str(code))


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye if anybody listens: what was accepted stays accepted."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
