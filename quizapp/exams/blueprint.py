"""The blueprint of all pages of exams, and what every template of theirs may use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, url_for
from flask_babel import gettext as _

from ..courses.classes import words as class_words
from ..courses.classes.access import Work, work_in
from . import words
from .candidate_queries import stage_at
from .classification import BANDS
from .eligibility import sentences_of
from .models import Exam

blueprint = Blueprint("exams", __name__, template_folder="templates")


@blueprint.context_processor
def _offer_words() -> dict[str, Any]:
    return {
        "words": words,
        "class_words": class_words,
        "bands": BANDS,
        "stage_at": stage_at,
        "sentences_of": sentences_of,
        "page_of": page_of,
        "trail": trail,
        "may_mark": lambda exam: Work.MARK in work_in(exam.course_class),
        "exams_url": lambda course_class: url_for("exams.list_class_exams", code=course_class.code),
    }


def page_of(endpoint: str, exam: Exam) -> str | None:
    """The address of a page of the exam, None where this installation has none."""
    name = f"exams.{endpoint}"
    return url_for(name, code=exam.assessment.code) if name in current_app.view_functions else None


def trail(exam: Exam, *rest: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way from the classes to the exam and on: (label, address), None for the page itself."""
    return [
        (_("Lớp học"), url_for("classes.list_classes")),
        (exam.course_class.code, url_for("exams.list_class_exams", code=exam.course_class.code)),
        (exam.assessment.title, url_for("exams.show_exam", code=exam.assessment.code)),
        *rest,
    ]
