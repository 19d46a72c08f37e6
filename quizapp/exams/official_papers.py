"""The head and the signatures of a unit's papers, as the sheets of typst want them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from ..accounts import audit
from ..extensions import db
from ..transactions import transactional
from ..units.models import Unit
from .form_models import OfficialForm

FIELDS = (
    *("style", "superior", "issuer", "place"),
    *("drawn_up_title", "drawn_up_name", "signer_title", "signer_name"),
)


def form_of(unit: Unit) -> OfficialForm:
    """The unit's own form, else that of the nearest unit above it, else an empty one with the usual words."""
    above: Unit | None = unit
    while above is not None:
        found = db.session.get(OfficialForm, above.id)
        if found is not None:
            return found
        above = above.parent
    return OfficialForm(
        **dict.fromkeys(FIELDS, "")
        | {"style": "state", "superior": unit.parent.name if unit.parent else "", "issuer": ""}
    )


@transactional
def save_form(unit: Unit, values: dict[str, str], now: datetime) -> None:
    """Keep how the unit heads and signs its papers."""
    own = db.session.get(OfficialForm, unit.id) or OfficialForm(unit_id=unit.id)
    for name in FIELDS:
        setattr(own, name, values[name])
    db.session.add(own)
    audit.record("official_form.edited", "unit", unit.id, now=now, unit_id=unit.id)


def head_of(form: OfficialForm, unit: Unit, on: date | None) -> dict[str, Any]:
    """The head. ``on``: the day that is printed below the motto; None for no date."""
    party = [_("ĐẢNG CỘNG SẢN VIỆT NAM")]
    state = [_("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), _("Độc lập - Tự do - Hạnh phúc")]
    return {
        "superior": form.superior,
        "issuer": form.issuer or unit.name,
        "motto": party if form.style == "party" else state,
        "dated": dated(form.place, on) if on else "",
    }


def dated(place: str, on: date) -> str:
    """ "Hà Nội, ngày 05 tháng 02 năm 2026": days and the first two months with a zero before them, as is usual."""
    day, month = f"{on.day:02}", f"{on.month:02}" if on.month < 3 else str(on.month)
    words = _("ngày %(day)s tháng %(month)s năm %(year)s", day=day, month=month, year=on.year)
    return f"{place}, {words}" if place else words


def signatures_of(form: OfficialForm) -> list[dict[str, str]]:
    """Who drew the paper up, and who signs it."""
    return [
        {
            "title": form.drawn_up_title or _("Người lập bảng"),
            "name": form.drawn_up_name,
            "under": _("(Ký, ghi rõ họ tên)"),
        },
        {
            "title": form.signer_title or _("Thủ trưởng đơn vị"),
            "name": form.signer_name,
            "under": _("(Ký, đóng dấu)"),
        },
    ]
