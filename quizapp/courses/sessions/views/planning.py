"""Planning, changing and cancelling a session."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....accounts.access import Permission, get_unit, require
from ....errors import DomainError
from ....library.visibility import get_document
from .. import queries, services
from ..blueprint import blueprint
from ..forms import SessionForm, about
from ..models import StudySession


@blueprint.route("/sessions/new", methods=["GET", "POST"])
def new_session() -> Any:
    """Plan a session."""
    require(Permission.SESSION_MANAGE)
    form = SessionForm(data=beginning())
    form.offer_units(queries.units_to_manage())
    return _edit(form, None)


def beginning() -> dict[str, Any]:
    """What a new form says, where its address names a document."""
    document_id = request.args.get("document", type=int)
    return about(get_document(document_id)) if document_id else {}


@blueprint.route("/sessions/<code:code>/plan", methods=["GET", "POST"])
def edit_session(code: str) -> Any:
    """Change what was planned."""
    session = queries.get_session(code, Permission.SESSION_MANAGE)
    form = SessionForm.of(session)
    form.offer_units(queries.units_to_manage(session.unit))
    return _edit(form, session)


def _edit(form: SessionForm, session: StudySession | None) -> Any:
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            stored = _store(form, session)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu buổi học."), "success")
            return redirect(url_for(".show_session", code=stored.code))
    return render_template("sessions/edit_session.html", form=form, session=session), status


def _store(form: SessionForm, session: StudySession | None) -> StudySession:
    unit, now = get_unit(int(form.unit.data), Permission.SESSION_MANAGE), clock.now()
    spec, documents = form.spec(), form.chosen_documents()
    if session is None:
        return services.create_session(spec, unit=unit, documents=documents, now=now, creator=current_user)
    # A session brought in by a file may be for several units; the form keeps them as long as the organiser stays.
    audience = list(session.audience) if unit.id == session.unit_id else []
    services.edit_session(session, spec, unit=unit, documents=documents, audience=audience, now=now)
    return session


@blueprint.post("/sessions/<code:code>/cancellation")
def cancel_session(code: str) -> Any:
    """The session is not held."""
    services.cancel_session(queries.get_session(code, Permission.SESSION_MANAGE), clock.now())
    flash(_("Đã hủy buổi học. Điểm danh của buổi này không còn được tính."))
    return redirect(url_for(".show_session", code=code))


@blueprint.post("/sessions/<code:code>/restoration")
def restore_session(code: str) -> Any:
    """It is held after all."""
    services.restore_session(queries.get_session(code, Permission.SESSION_MANAGE), clock.now())
    flash(_("Đã khôi phục buổi học."), "success")
    return redirect(url_for(".show_session", code=code))
