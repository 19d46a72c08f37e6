"""Signing in to a mail server, encrypted from the first byte and by STARTTLS."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from quizapp.mail_server import MailServer, read_mail_server
from quizapp.reminders.mail import Post, Unreachable, write_letter
from quizapp.reminders.sending import Outcome
from quizapp.reminders.wording import Words, in_language
from tests.reminders.servers import mail_server


@pytest.fixture
def letter(app):
    with in_language("vi"):
        return write_letter(Words("Đề", "Tóm tắt", "Nội dung"), "an@example.vn", "a@b.vn", "https://x.vn", "/off")


@pytest.fixture
def certificate(tmp_path):
    """A file with a key and a certificate for this machine, which nobody trusts yet."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def context_of(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def check_password(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"an", b"m@t-khau"), handled=False)


def send(url, letter):
    post = Post(read_mail_server(url))
    try:
        return post.send(letter)
    finally:
        post.close()


def test_signed_in_by_starttls(letter, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    options = {"tls_context": context_of(certificate), "authenticator": check_password, "auth_required": True}
    with mail_server(**options) as (mailbox, address):
        assert send(f"smtp://an:m%40t-khau@{address}", letter) is Outcome.SENT
    assert len(mailbox.letters) == 1


def test_certificate_that_nobody_trusts_is_not_taken(letter, certificate):
    options = {"tls_context": context_of(certificate), "authenticator": check_password}
    with mail_server(**options) as (mailbox, address), pytest.raises(Unreachable, match="certificate"):
        send(f"smtp://an:m%40t-khau@{address}", letter)
    assert mailbox.letters == []


def test_encrypted_from_the_first_byte(letter, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(ssl_context=context_of(certificate)) as (mailbox, address):
        assert send(f"smtps://{address}", letter) is Outcome.SENT
    assert len(mailbox.letters) == 1


def test_wrong_password_is_told_without_naming_it(letter):
    options = {"authenticator": check_password, "auth_require_tls": False}
    with mail_server(**options) as (_, address), pytest.raises(Unreachable) as told:
        send(f"smtp://an:wrong-one@{address}", letter)
    assert "wrong-one" not in str(told.value)


def test_password_is_not_sent_in_the_open_to_another_machine(letter):
    with mail_server(authenticator=check_password, auth_require_tls=False) as (mailbox, address):
        host, _, port = address.partition(":")

        class Elsewhere(MailServer):
            needs_encryption = True

        post = Post(Elsewhere(host, int(port), False, "an", "m@t-khau", "a@b.vn"))
        with pytest.raises(Unreachable, match="no encryption"):
            post.send(letter)
    assert mailbox.letters == []
