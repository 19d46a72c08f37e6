"""A mail server and a push service, both real and on this machine."""

from __future__ import annotations

import json
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import urandom
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Mailbox:
    """What the mail server took. ``answers`` are given to the next letters instead of taking them."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: list[str] = []
        self.refused_recipients: dict[str, str] = {}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "hang up":
            server.transport.close()
            return "250 OK"
        if answer.startswith("2"):
            self.raw.append(envelope.content)
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer


@contextmanager
def mail_server(**options: Any) -> Iterator[tuple[Mailbox, str]]:
    """(what it took, its address)."""
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield mailbox, f"127.0.0.1:{port}"
    finally:
        controller.stop()


class Browser:
    """A browser's side of web push: its keys, and how it reads what comes (RFC 8291, RFC 8188)."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = urandom(16)

    @property
    def _public(self) -> bytes:
        return self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def public_key(self) -> str:
        return urlsafe_b64encode(self._public).decode().rstrip("=")

    @property
    def secret(self) -> str:
        return urlsafe_b64encode(self._secret).decode().rstrip("=")

    def read(self, body: bytes) -> dict[str, Any]:
        salt, length = body[:16], body[20]
        sender = body[21 : 21 + length]
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        seed = _derive(shared, self._secret, b"WebPush: info\0" + self._public + sender, 32)
        key = _derive(seed, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(seed, salt, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, body[21 + length :], None).rstrip(b"\2"))


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


class PushService:
    """What was handed to it: (path, headers, body). ``answers`` are the status of the next ones."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that is listening."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = service.answers.pop(0) if service.answers else 201
            if status < 300:
                service.taken.append((self.path, dict(self.headers.items()), body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


def claims_of(authorization: str) -> dict[str, Any]:
    """What the token of a push says, unchecked."""
    part = authorization.split("t=")[1].split(",")[0].split(".")[1]
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
