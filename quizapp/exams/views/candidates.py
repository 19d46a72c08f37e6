"""Who is to sit an exam: the list, the reasons, decisions."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ... import clock
from ...accounts import audit
from ...courses.classes.access import Work, work_in
from ...errors import DomainError
from ...wording import number, translate
from .. import candidate_queries, queries
from ..blueprint import blueprint
from ..services import candidates


@blueprint.get("/exams/<code:code>/candidates")
def show_candidates(code: str) -> Any:
    """The list as it would be drawn up now; every look is noted."""
    exam = queries.get_exam(code, Work.VIEW)
    unit_id = exam.assessment.unit_id
    audit.record_look("exam.candidates_listed", "exam", code, now=clock.now(), unit_id=unit_id)
    exam = queries.get_exam(code, Work.VIEW)
    listed = candidate_queries.plan_candidates(exam)
    return render_template(
        "exams/show_candidates.html",
        exam=exam,
        candidates=listed,
        barred=sum(not one.may_sit for one in listed),
        may_manage=Work.MANAGE in work_in(exam.course_class),
        now=clock.now(),
    )


@blueprint.post("/exams/<code:code>/candidates")
def draw_up_candidates(code: str) -> Any:
    """Bring the published list in line with the class."""
    listed = candidates.draw_up(queries.get_exam(code, Work.MANAGE), clock.now())
    flash(_("Đã cập nhật danh sách: %(count)s thí sinh.", count=number(len(listed))), "success")
    return redirect(url_for(".show_candidates", code=code), 303)


@blueprint.post("/exams/<code:code>/candidates/<id:member_id>/admission")
def admit_candidate(code: str, member_id: int) -> Any:
    """Let somebody sit by decision."""
    exam = queries.get_exam(code, Work.MANAGE)
    try:
        candidates.admit(exam, member_id, request.form.get("because", ""), clock.now())
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return redirect(url_for(".show_candidates", code=code) + f"#m{member_id}", 303)


@blueprint.post("/exams/<code:code>/candidates/<id:member_id>/refusal")
def take_admission_back(code: str, member_id: int) -> Any:
    """Take the decision back."""
    candidates.take_back(queries.get_exam(code, Work.MANAGE), member_id, clock.now())
    return redirect(url_for(".show_candidates", code=code) + f"#m{member_id}", 303)
