"""The key by which push services know this installation: made once, kept in the instance folder."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from webpush.vapid import VAPID

NAME = "push_key.pem"


@cache
def load_key(folder: Path) -> tuple[bytes, bytes, str]:
    """(private key, public key, the public key as browsers want it)."""
    path = folder / NAME
    if not path.exists():
        _make(path)
    private = path.read_bytes()
    key = load_pem_private_key(private, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey), "so it was made"
    public = key.public_key()
    shown = VAPID.get_application_server_key(public)
    return private, public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), shown


def _make(path: Path) -> None:
    """Written beside and linked: of two processes only one can give the file its name, and neither reads half a key."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(VAPID.generate_keys()[0])
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # the other process was first
    finally:
        beside.unlink()
