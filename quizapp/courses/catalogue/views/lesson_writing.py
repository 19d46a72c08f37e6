"""The author's desk: one lesson."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....accounts.access import Permission
from ....errors import DomainError, NotFound, Sentence
from .. import authoring, course_files, lessons, queries, texts
from ..blueprint import blueprint
from ..forms import LessonForm
from ..kinds import LESSON_KINDS
from ..models import Course, CourseModule, Lesson


@blueprint.route("/course-plans/<code:code>/modules/<id:module_id>/lessons/new", methods=["GET", "POST"])
def new_lesson(code: str, module_id: int) -> Any:
    """A form for a new lesson of one kind."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    module, kind = queries.get_module(course, module_id), request.args.get("kind", "text")
    if kind not in LESSON_KINDS:
        raise NotFound(Sentence("Không có loại bài học này."))
    form = LessonForm(data={"kind": kind, "question_count": 5})
    form.kind.data = kind
    return _edit(form, course, module, None)


@blueprint.route("/course-plans/<code:code>/lessons/<id:lesson_id>", methods=["GET", "POST"])
def edit_lesson(code: str, lesson_id: int) -> Any:
    """Another wording of a lesson."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    lesson = queries.get_lesson(course, lesson_id)
    form = LessonForm.of(lesson)
    form.kind.data = lesson.kind
    return _edit(form, course, None, lesson)


def _edit(form: LessonForm, course: Course, module: CourseModule | None, lesson: Lesson | None) -> Any:
    documents = list(course.documents)
    own_files = course_files.list_files(course)
    form.offer(lessons.sections_of(documents), lessons.files_of(documents), own_files, lessons.banks_to_ask())
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _store(form, course, module, lesson)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu bài học. Học viên thấy khi bạn công bố bản mới."), "success")
            return redirect(url_for(".show_desk", code=course.code) + "#lessons")
    preview = texts.to_html(form.text.data or "")
    return render_template("courses/edit_lesson.html", form=form, course=course, lesson=lesson, preview=preview), status


def _store(form: LessonForm, course: Course, module: CourseModule | None, lesson: Lesson | None) -> None:
    spec, now = form.spec(), clock.now()
    if sent := form.upload.data:
        file = course_files.add_file(course, sent.read(), sent.filename or "", current_user, now)
        spec = replace(spec, file_id=None, course_file_id=file.id)
    lessons.refuse_foreign(spec, [section.id for section in lesson.sections] if lesson else ())
    if lesson is not None:
        lessons.edit_lesson(course, lesson, spec, now)
    elif module is not None:
        lessons.add_lesson(course, module, spec, now)


@blueprint.post("/course-plans/<code:code>/lessons/<id:lesson_id>/place")
def move_lesson(code: str, lesson_id: int) -> Any:
    """Another place, or off the desk."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    lesson, action = queries.get_lesson(course, lesson_id), request.form.get("action")
    if action == "remove":
        lessons.remove_lesson(course, lesson)
        flash(_("Đã bỏ bài học. Học viên vẫn thấy cho đến khi bạn công bố bản mới."))
    else:
        authoring.move_lesson(course, lesson, -1 if action == "up" else 1)
    return redirect(url_for(".show_desk", code=code) + "#lessons", 303)
