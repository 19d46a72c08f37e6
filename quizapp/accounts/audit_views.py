"""The audit log."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, render_template, request
from flask_login import current_user
from wtforms import Field

from ..wording import translate
from .access import Permission, require
from .audit_queries import AuditFilters, list_entries
from .audit_sentences import DETAILS, details_for, object_for, sentence_for
from .blueprint import blueprint
from .forms import AuditFilterForm
from .labels import ACCOUNT_LABELS, FIELD_LABELS, KIND_LABELS, ROLE_LABELS, SEX_LABELS, STATUS_LABELS

_VALUES = {
    "account_state": ACCOUNT_LABELS,
    "kind": KIND_LABELS,
    "role": ROLE_LABELS,
    "sex": SEX_LABELS,
    "status": STATUS_LABELS,
}


@blueprint.get("/audit")
def list_audit_entries() -> str:
    """Who did or looked at what in the units that I answer for."""
    require(Permission.AUDIT_VIEW)
    form = AuditFilterForm(request.args)
    form.validate()
    filters = AuditFilters(_valid(form.action) or "", _valid(form.person) or "", _valid(form.day))
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    before = _valid(form.before)
    return render_template(
        "accounts/list_audit_entries.html",
        form=form,
        filters=filters,
        page=list_entries(current_user, filters, zone, before),
        is_first_page=before is None,
        sentence_for=sentence_for,
        object_for=object_for,
        details_in_words=details_in_words,
    )


def _valid(field: Field) -> Any:
    return None if field.errors else field.data


def details_in_words(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, value) as they are read: "Trạng thái", "Đang sinh hoạt → Tạm vắng"."""
    return [(_name(name), _in_words(name, value)) for name, value in details_for(detail)]


def _name(name: str) -> str:
    return translate(DETAILS[name]) if name in DETAILS else str(FIELD_LABELS.get(name, name))


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return " → ".join(_in_words(name, part) for part in value)
    if isinstance(value, list | dict):
        return ", ".join(_in_words(name, part) for part in value)
    if value is None or value == "":
        return "–"
    return str(_VALUES.get(name, {}).get(str(value), value))
