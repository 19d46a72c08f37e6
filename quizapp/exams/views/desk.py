"""The exams of a class, and the page from which one is led."""

from __future__ import annotations

from flask import render_template

from ... import clock
from ...courses.classes.access import get_class, work_in
from .. import queries
from ..blueprint import blueprint


@blueprint.get("/classes/<code:code>/exams")
def list_class_exams(code: str) -> str:
    """The latest first. Who only invigilates or marks begins here: the class itself is not open to them."""
    course_class = get_class(code, None)
    return render_template(
        "exams/list_class_exams.html",
        course_class=course_class,
        exams=queries.list_exams_of(course_class),
        work=work_in(course_class),
        now=clock.now(),
    )


@blueprint.get("/exams/<code:code>")
def show_exam(code: str) -> str:
    """What it is, and what there is to do."""
    exam = queries.get_exam(code, None)
    return render_template("exams/show_exam.html", exam=exam, work=work_in(exam.course_class), now=clock.now())
