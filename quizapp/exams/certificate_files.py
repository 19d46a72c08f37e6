"""Certificates as PDF, and how a design looks before any is given."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from .. import typesetting
from ..pictures import reencode
from ..qr import qr_svg
from ..wording import day
from .certificate_wording import parts_of
from .models import Certificate

SHEET = Path(__file__).parent / "sheets" / "certificate.typ"
_UNPRINTED = "0" * 20
_MASK = 2  # of the QR code; a whole class is printed at once
_SCREEN = 72  # dots per inch


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """One page each, as they were given."""
    contents = [_page(one.content, one.number, one.token) for one in certificates]
    return typesetting.pdf(SHEET, _sheet(contents))


def preview_picture(content: dict[str, Any]) -> bytes:
    """A PNG of a certificate with this content; its code leads nowhere."""
    page = _page(content, _("xem trước"), _UNPRINTED)
    (picture,) = typesetting.pictures(SHEET, _sheet([page]), _SCREEN)
    return picture


def preview_pdf(content: dict[str, Any]) -> bytes:
    """The same as a PDF."""
    return typesetting.pdf(SHEET, _sheet([_page(content, _("xem trước"), _UNPRINTED)]))


def _sheet(pages: list[dict[str, Any]]) -> dict[str, Any]:
    words = {"number": _("Số"), "birth": _("Ngày sinh"), "verify": _("Quét mã để kiểm tra giấy chứng nhận này.")}
    return {"certificates": pages, "words": words}


def _page(content: dict[str, Any], number: str, token: str) -> dict[str, Any]:
    values = {
        "name": content["name"],
        "course": content["course"],
        "date": day(date.fromisoformat(content["date"])),
        "classification": content["classification"],
    }
    printed = ("form", "heading", "birth", "dated", "signer_title", "signer_name")
    return {name: content[name] for name in printed} | {
        "number": number,
        "logo": _logo(content["logo"]),
        "wording": parts_of(content["wording"], values),
        "qr": qr_svg(address_of(token), _MASK).decode(),
    }


def address_of(token: str) -> str:
    """Where the QR code leads: the address that the installation is known by."""
    base = current_app.config["QUIZAPP"].base_url
    path = url_for("exams.verify_certificate", token=token)
    return f"{base}{path}" if base else url_for("exams.verify_certificate", token=token, _external=True)


def logo_path(digest: str) -> Path:
    """Where a logo lies: by the sum of its bytes, so that certificates given before keep theirs."""
    return Path(current_app.instance_path) / "certificates" / digest


@lru_cache(maxsize=8)
def _logo(digest: str) -> str:
    """The picture as a drawing; "" for none."""
    if not digest:
        return ""
    picture = reencode(logo_path(digest).read_bytes())
    address = f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"
    return typesetting.as_drawing(address, picture.width, picture.height)
