"""Emails beyond the contract: every header as it was written, SMTP's replies sorted, TLS where it must be."""

import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from functions.shared.gateways import email_smtp, secrets
from functions.shared.gateways.channel import Never, Retry, SlowDown
from functions.shared.gateways.email import Email
from functions.shared.gateways.email_ses import SesEmail
from functions.shared.gateways.email_smtp import SmtpEmail
from tests.standins.amazon import Amazon
from tests.standins.smtp import Mail
from tests.standins.standin import Taken, Trouble
from tests.unit.gateways.ways import LONG_NAME, MAIL_PASSWORD, SENDER, a_letter

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it has TLS all along

UNSUBSCRIBE = "https://pgy.example/unsubscribe?k=" + "abcdefgh-_" * 30


@pytest.fixture(params=["ses", "smtp"])
def post(request: pytest.FixtureRequest, amazons: Amazon) -> Iterator[tuple[Email, list[Taken]]]:
    with Mail() as there:
        if request.param == "ses":
            yield SesEmail(SENDER), amazons.taken
        else:
            yield SmtpEmail(SENDER, "127.0.0.1", there.port, "none", None), there.taken


def test_every_header_arrives_as_it_was_written(post: tuple[Email, list[Taken]]) -> None:
    email, taken = post
    email.send(a_letter("id", unsubscribe=UNSUBSCRIBE))
    letter, raw = taken[0].more["letter"], taken[0].more["raw"]
    assert letter["Subject"] == f"{LONG_NAME}：{LONG_NAME}" * 2
    assert letter["From"].addresses[0].display_name == "蒲公英"
    assert letter["To"] == "liaison@red_cross.example"
    assert f"List-Unsubscribe: <{UNSUBSCRIBE}>\r\n".encode() in raw
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert LONG_NAME in letter.get_body(("html",)).get_content()
    assert raw.isascii()


def test_without_an_address_for_it_nobody_is_offered_to_unsubscribe(amazons: Amazon) -> None:
    SesEmail(SENDER).send(a_letter())
    assert amazons.taken[0].more["letter"]["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "to", ["a@b.example\r\nBcc: c@d.example", "nobody\n@x.example", "王@x.example", "a@水务.example"]
)
def test_an_address_that_would_write_headers_or_is_not_ascii_is_bad(amazons: Amazon, to: str) -> None:
    for email in (SesEmail(SENDER), SmtpEmail(SENDER, "127.0.0.1", 9, "none", None)):
        with pytest.raises(Never) as told:
            email.send(a_letter(to=to))
        assert told.value.address
    assert amazons.asked == 0


@pytest.mark.parametrize(
    ("reply", "error", "address"),
    [
        ("421 4.3.2 closing", SlowDown, None),
        ("450 4.2.1 busy", SlowDown, None),
        ("452 4.3.1 full", SlowDown, None),
        ("451 local error", Retry, None),
        ("550 no such user", Never, True),
        ("550 5.1.1 no such user", Never, True),
        ("550 5.2.1 disabled", Never, True),
        ("551 elsewhere", Never, True),
        ("553 not a name", Never, True),
        ("550 5.7.1 relaying denied", Never, False),
        ("554 5.7.1 spam", Never, False),
        ("552 5.2.2 full", Never, False),
    ],
)
def test_replies_to_a_recipient(reply: str, error: type[Exception], address: bool | None) -> None:
    with Mail() as there:
        there.expect(Trouble(refuse=reply))
        with pytest.raises(error, match=f"^{reply[:3]}$") as told:
            SmtpEmail(SENDER, "127.0.0.1", there.port, "none", None).send(a_letter())
    assert getattr(told.value, "address", None) is address


@pytest.mark.parametrize(
    ("reply", "error"), [("DATA 550 5.1.1 content", Never), ("DATA 452 4.3.1 later", SlowDown), ("DATA 451 x", Retry)]
)
def test_replies_to_the_letter_say_nothing_of_the_address(reply: str, error: type[Exception]) -> None:
    with Mail() as there:
        there.expect(Trouble(refuse=reply))
        with pytest.raises(error) as told:
            SmtpEmail(SENDER, "127.0.0.1", there.port, "none", None).send(a_letter())
    assert not getattr(told.value, "address", False)
    assert not getattr(told.value, "maybe_sent", False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "standin.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def mail(security: str, certificate: Path) -> Iterator[Mail]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    account = ("notices", MAIL_PASSWORD)
    with Mail(account, tls=context) if security == "tls" else Mail(account, starttls=context) as there:
        yield there


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    email_smtp._tls.cache_clear()
    yield certificate
    email_smtp._tls.cache_clear()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_it_signs_in_over_tls(amazons: Amazon, trusted: Path, security: str) -> None:
    with mail(security, trusted) as there:
        assert SmtpEmail(SENDER, "127.0.0.1", there.port, security, "SECRET_SMTP").send(a_letter("id"))
        assert there.taken[0].more["tls"]


@pytest.mark.parametrize(
    ("account", "reason"),
    [({"user": "notices", "password": "wrong"}, "535"), ({}, "not_configured")],
)
def test_who_may_not_sign_in_never_sends(amazons: Amazon, trusted: Path, account: dict[str, str], reason: str) -> None:
    amazons.secrets["smtp"] = account
    secrets.forget()
    with mail("tls", trusted) as there, pytest.raises(Never, match=f"^{reason}$") as told:
        SmtpEmail(SENDER, "127.0.0.1", there.port, "tls", "SECRET_SMTP").send(a_letter())
    assert not told.value.address


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_nobody_vouches_for_gets_no_password(amazons: Amazon, certificate: Path, security: str) -> None:
    email_smtp._tls.cache_clear()
    with mail(security, certificate) as there:
        with pytest.raises(Retry) as told:
            SmtpEmail(SENDER, "127.0.0.1", there.port, security, "SECRET_SMTP").send(a_letter())
        assert not told.value.maybe_sent
        assert there.asked == 0


def test_without_starttls_nothing_goes_in_the_clear(amazons: Amazon) -> None:
    with Mail() as there:
        with pytest.raises(Never, match="not_supported"):
            SmtpEmail(SENDER, "127.0.0.1", there.port, "starttls", "SECRET_SMTP").send(a_letter())
        assert there.asked == 0


@pytest.mark.parametrize(("host", "security"), [("smtp.example", "none"), ("127.0.0.1", ""), ("127.0.0.1", "ssl")])
def test_plain_smtp_is_for_loopback_only(host: str, security: str) -> None:
    with pytest.raises(ValueError, match="tls or starttls"):
        SmtpEmail(SENDER, host, 25, security, None)
