"""Step 1, continued: who may enter, and who may not."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...accounts import audit
from ...accounts.access import Permission, get_unit, within
from ...errors import DomainError, Invalid, Sentence
from ...units import queries as unit_queries
from ...wording import translate
from .. import queries
from ..blueprint import blueprint
from ..forms import KindsForm
from ..locks import locks_of_competition
from ..models import Competition
from ..services import audience, competitions

FOUND = 20


@blueprint.route("/competitions/<code:code>/audience", methods=["GET", "POST"])
def edit_audience(code: str) -> Any:
    """Units, kinds of members, exclusions. Posting stores the kinds and goes on. It names people: a look is noted."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    locks = locks_of_competition(competition.published_at is not None)
    form = KindsForm(data={"member_kinds": competition.member_kinds})
    if form.validate_on_submit():
        if "member_kinds" not in locks:
            competitions.edit_competition(competition, member_kinds=form.member_kinds.data or [], now=clock.now())
        return redirect(url_for(".edit_prizes", code=code), 303)
    unit_id = competition.unit_id
    audit.record_look("competition.exclusions_listed", "competition", code, now=clock.now(), unit_id=unit_id)
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    words = request.args.get("q", "").strip()
    found = unit_queries.search(words, within(Permission.COMPETITION_MANAGE), FOUND) if words else []
    return render_template(
        "competitions/edit_audience.html",
        competition=competition,
        form=form,
        units=queries.list_audience(competition),
        exclusions=queries.list_exclusions(competition),
        people=queries.count_audience(competition),
        locks=locks,
        words_sought=words,
        found=found,
        now=clock.now(),
    )


@blueprint.post("/competitions/<code:code>/audience/units")
def add_audience_unit(code: str) -> Response:
    """Let the members of a unit enter."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    try:
        unit = get_unit(request.form.get("unit", ""), Permission.COMPETITION_MANAGE)
        audience.add_unit(competition, unit, clock.now())
        flash(_("Đã thêm %(unit)s.", unit=unit.name), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return _back(code)


@blueprint.post("/competitions/<code:code>/audience/units/<id:unit_id>/removal")
def remove_audience_unit(code: str, unit_id: int) -> Response:
    """No longer let them enter."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    return _tried(competition, lambda: audience.remove_unit(competition, unit_id, clock.now()))


@blueprint.post("/competitions/<code:code>/exclusions")
def exclude_member(code: str) -> Response:
    """Bar an organiser or an author, by member code."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    try:
        member_code = request.form.get("member", "").strip()
        member = queries.find_member_within(member_code, queries.list_audience(competition))
        if member is None:
            raise Invalid(Sentence("Không có ai mang mã số “%(code)s” trong phạm vi cuộc thi.", code=member_code))
        audience.exclude_member(competition, member, request.form.get("reason", ""), clock.now())
        flash(_("%(name)s không dự thi cuộc thi này.", name=member.name), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return _back(code)


@blueprint.post("/competitions/<code:code>/exclusions/<id:member_id>/removal")
def readmit_member(code: str, member_id: int) -> Response:
    """Take an exclusion back."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    return _tried(competition, lambda: audience.readmit_member(competition, member_id, clock.now()))


def _tried(competition: Competition, change: Any) -> Response:
    code = competition.code
    try:
        change()
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return _back(code)


def _back(code: str) -> Response:
    return redirect(url_for(".edit_audience", code=code), 303)
