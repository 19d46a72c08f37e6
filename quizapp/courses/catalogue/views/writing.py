"""The author's desk: the course, its modules, its publication, copies."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....accounts.access import Permission, get_unit, require
from ....errors import DomainError, Invalid, Sentence
from ....library.visibility import get_document
from ....library.words import short_name
from ... import document_reference
from .. import authoring, publication, queries, texts
from ..blueprint import blueprint
from ..forms import CourseForm
from ..models import Course
from ..spec import LONGEST_TEXT


@blueprint.get("/course-plans")
def list_courses() -> str:
    """Courses of the units that the reader looks after."""
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = queries.list_managed((page - 1) * queries.PAGE)
    return render_template(
        "courses/list_courses.html", rows=found[: queries.PAGE], has_more=len(found) > queries.PAGE, page=page
    )


@blueprint.route("/course-plans/new", methods=["GET", "POST"])
def new_course() -> Any:
    """A form for a new course."""
    require(Permission.COURSE_MANAGE)
    form = CourseForm(data=_beginning())
    form.offer_units(queries.units_to_manage())
    return _edit(form, None)


def _beginning() -> dict[str, Any]:
    """What a new form says, where its address names a document."""
    document_id = request.args.get("document", type=int)
    if not document_id:
        return {}
    document = get_document(document_id)
    return {"title": short_name(document), "documents": document_reference.reference_to(document)}


@blueprint.route("/course-plans/<code:code>/settings", methods=["GET", "POST"])
def edit_course(code: str) -> Any:
    """Other particulars of a course."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    form = CourseForm.of(course)
    form.offer_units(queries.units_to_manage(course.unit))
    form.code.data = course.code
    return _edit(form, course)


def _edit(form: CourseForm, course: Course | None) -> Any:
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            stored = _store(form, course)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu khóa học."), "success")
            return redirect(url_for(".show_desk", code=stored.code))
    return render_template("courses/edit_course.html", form=form, course=course), status


def _store(form: CourseForm, course: Course | None) -> Course:
    unit, now = get_unit(int(form.unit.data), Permission.COURSE_MANAGE), clock.now()
    spec, documents, final = form.spec(), form.chosen_documents(), form.chosen_final(unit)
    if course is None:
        return authoring.create_course(spec, unit=unit, documents=documents, now=now, creator=current_user, final=final)
    authoring.edit_course(course, spec, unit=unit, documents=documents, now=now, final=final)
    return course


@blueprint.get("/course-plans/<code:code>")
def show_desk(code: str) -> str:
    """Modules and lessons in their order, and what stands in the way of publication."""
    now, course = clock.now(), queries.get_course(code, Permission.COURSE_MANAGE)
    return render_template(
        "courses/show_desk.html",
        course=course,
        reasons=publication.reasons_not_to_publish(course, now),
        warnings=publication.warnings(course, now),
        editions=queries.list_editions(course),
    )


@blueprint.post("/course-plans/<code:code>/modules")
def add_module(code: str) -> Any:
    """One more module."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    authoring.add_module(course, request.form.get("title", ""))
    return _back(code)


@blueprint.post("/course-plans/<code:code>/modules/<id:module_id>")
def edit_module(code: str, module_id: int) -> Any:
    """Another title, another place, or away with it."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    module, action = queries.get_module(course, module_id), request.form.get("action")
    if action in ("up", "down"):
        authoring.move_module(course, module, -1 if action == "up" else 1)
    elif action == "remove":
        authoring.remove_module(course, module)
    else:
        authoring.rename_module(course, module, request.form.get("title", ""))
    return _back(code)


def _back(code: str) -> Any:
    return redirect(url_for(".show_desk", code=code) + "#lessons", 303)


@blueprint.post("/course-plans/<code:code>/publication")
def publish_course(code: str) -> Any:
    """A new edition."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    publication.publish(course, clock.now(), current_user)
    flash(_("Đã công bố. Học viên thấy bản mới ngay; phần đã học được giữ nguyên."), "success")
    return redirect(url_for(".show_desk", code=code))


@blueprint.post("/course-plans/<code:code>/withdrawal")
def withdraw_course(code: str) -> Any:
    """Learners no longer reach it."""
    publication.withdraw(queries.get_course(code, Permission.COURSE_MANAGE), clock.now())
    flash(_("Đã ngừng công bố. Phần đã học được giữ nguyên."))
    return redirect(url_for(".show_desk", code=code))


@blueprint.post("/course-plans/<code:code>/copies")
def copy_course(code: str) -> Any:
    """The same once more, as a draft."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    typed = (request.form.get("code", ""), request.form.get("title", ""))
    copy = authoring.copy_course(course, *typed, course.unit, clock.now(), current_user)
    flash(_("Đã sao chép khóa học."), "success")
    return redirect(url_for(".show_desk", code=copy.code))


@blueprint.post("/course-plans/preview")
def preview_text() -> Any:
    """Markdown as learners will see it."""
    require(Permission.COURSE_MANAGE)
    text = request.form.get("text", "")
    if len(text) > LONGEST_TEXT:
        raise Invalid(Sentence("Nội dung quá dài. Hãy tách thành nhiều bài."))
    return jsonify(html=texts.to_html(text))
