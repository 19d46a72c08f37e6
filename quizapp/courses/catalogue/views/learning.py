"""Courses as learners have them."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from .... import clock
from ....accounts.access import Permission, can
from ....accounts.gate import public
from ....errors import Invalid, Sentence
from ....kept_pages import worker
from ....library import files
from ....wording import local_day, translate
from ...practice import queries as practice_queries
from ...practice import streak
from ...sessions import queries as session_queries
from .. import checks, course_files, enrolment, finals, learning, progress, publication, queries
from ..blueprint import blueprint

LONGEST_READING = 24 * 3600  # seconds
_STYLES = ("base.css", "library.css", "courses.css", "paper.css")
_ASSETS = (*_STYLES, "lesson-sync.js", "lesson.js", "kept-page.js", "favicon.svg")


@blueprint.get("/study")
def show_study_home() -> str:
    """All that I study: courses, today's practice, sessions."""
    now = clock.now()
    enrolment.catch_up(current_user, now)
    today = local_day(now)
    return render_template(
        "courses/show_study_home.html",
        own=queries.list_own(current_user),
        offered=queries.list_offered(current_user),
        coming=session_queries.list_own(current_user, now, is_over=False, limit=3),
        encouragement=streak.encouragement(practice_queries.days_done(current_user, today), today),
        now=now,
    )


@blueprint.get("/courses/<code:code>")
def show_course(code: str) -> str:
    """Where I am, and what remains."""
    enrolment.catch_up(current_user, clock.now())
    learner = queries.get_learner(code, current_user)
    return render_template(
        "courses/show_course.html",
        learner=learner,
        course=learner.course,
        has_passed_final=finals.passed_at(learner.course, current_user) is not None,
        replaced=[told for one in learner.course.documents if (told := publication.replaced(one))],
        may_enrol=queries.may_enrol(learner.course, current_user),
        may_view=can(Permission.COURSE_VIEW, learner.course.unit.path),
        now=clock.now(),
    )


@blueprint.post("/courses/<code:code>/enrolment")
def enrol(code: str) -> Any:
    """I take the course."""
    learner = queries.get_learner(code, current_user)
    enrolment.enrol_oneself(learner.course, current_user, clock.now())
    flash(_("Đã đăng ký khóa học."), "success")
    return redirect(url_for(".show_course", code=code))


@blueprint.get("/courses/<code:code>/lessons/<id:lesson_id>")
def show_lesson(code: str, lesson_id: int) -> Any:
    """One lesson; its way on is at the bottom."""
    now, learner = clock.now(), queries.get_learner(code, current_user)
    lesson = progress.get_lesson(learner, lesson_id)
    if learner.enrolment is not None and (reasons := learner.reasons_not_to_open(lesson_id)):
        flash(translate(reasons[0]), "warning")
        return redirect(url_for(".show_course", code=code))
    found = checks.find(current_user, lesson) if lesson.kind == "check" else None
    return render_template(
        "courses/show_lesson.html",
        learner=learner,
        course=learner.course,
        lesson=lesson,
        reading=learner.reading(lesson_id),
        reasons=learning.reasons_not_done(lesson, learner.reading(lesson_id), learner.course.pass_percent),
        following=_following(learner, lesson_id),
        sections=queries.list_sections(lesson.section_ids),
        file=queries.find_file(lesson.file_id) if lesson.file_id else None,
        own_file=course_files.find_file(learner.course, lesson.course_file_id) if lesson.course_file_id else None,
        check=checks.show(found, lesson, now) if found else None,
        opened=_seals().dumps([current_user.id, lesson_id]),
    )


@blueprint.get("/courses/<code:code>/files/<id:file_id>")
def download_file(code: str, file_id: int) -> Response:
    """A file of the course, for whoever reads the course; never shown within the site."""
    file, path = course_files.get_file(queries.get_learner(code, current_user).course, file_id)
    return files.as_download(path, file.name, file.media_type)


def _following(learner: queries.Learner, lesson_id: int) -> Any:
    """The next lesson in the course's order."""
    lessons = list(learner.content.lessons)
    at = next(number for number, one in enumerate(lessons) if one.id == lesson_id)
    return lessons[at + 1] if at + 1 < len(lessons) else None


@blueprint.put("/courses/<code:code>/lessons/<id:lesson_id>/progress")
def keep_progress(code: str, lesson_id: int) -> Response:
    """What a phone knows of the reading; may come twice, late and out of order."""
    sent = request.get_json(silent=True)
    place = _read_place(sent if isinstance(sent, dict) else {})
    learner = queries.get_learner(code, current_user)
    lesson = progress.get_lesson(learner, lesson_id)
    if lesson.kind != "text":
        raise Invalid(Sentence("Bài này không theo dõi bằng việc đọc."))
    learner = progress.keep_place(learner, current_user, lesson, place, clock.now())
    kept = learner.reading(lesson_id)
    missing = learning.reasons_not_done(lesson, kept, learner.course.pass_percent)
    return jsonify(
        revision=kept.revision,
        percent=kept.percent,
        furthest=kept.furthest,
        seconds=kept.seconds,
        is_done=kept.completed_at is not None,
        is_course_done=learner.enrolment is not None and learner.enrolment.completed_at is not None,
        reasons=[translate(reason) for reason in missing],
    )


def _read_place(sent: dict[str, Any]) -> progress.Place:
    values: list[Any] = [sent.get(name) for name in ("revision", "percent", "furthest", "seconds")]
    revision, percent, furthest, seconds = values
    limits = ((revision, 1, 2**53), (percent, 0, 101), (furthest, 0, 101), (seconds, 0, 10**8))
    if not all(type(value) is int and low <= value < high for value, low, high in limits):
        raise Invalid(Sentence("Tiến độ gửi lên chưa đúng."))
    return progress.Place(revision, percent, furthest, min(seconds, LONGEST_READING))


@blueprint.post("/courses/<code:code>/lessons/<id:lesson_id>/completion")
def complete_lesson(code: str, lesson_id: int) -> Any:
    """I have seen it: of what no page can watch, and of a text where no script runs."""
    now, learner = clock.now(), queries.get_learner(code, current_user)
    lesson = progress.get_lesson(learner, lesson_id)
    if lesson.kind == "check":
        raise Invalid(Sentence("Bài này cần trả lời câu hỏi."))
    kept = learner.reading(lesson_id)
    seconds = max(kept.seconds, _seconds_open(lesson_id))
    place = progress.Place(kept.revision + 1, 100, 100, seconds)
    learner = progress.keep_place(learner, current_user, lesson, place, now)
    reasons = learning.reasons_not_done(lesson, learner.reading(lesson_id), learner.course.pass_percent)
    if reasons:
        flash(_("Bài này chưa xong. %(reason)s", reason=translate(reasons[0])), "warning")
        return redirect(url_for(".show_lesson", code=code, lesson_id=lesson_id))
    return redirect(url_for(".show_course", code=code))


def _seconds_open(lesson_id: int) -> int:
    """How long ago the page was opened, as the server sealed it; 0 for a seal that is not ours."""
    try:
        told, at = _seals().loads(request.form.get("opened", ""), max_age=LONGEST_READING, return_timestamp=True)
    except BadSignature:
        return 0
    return int((clock.now() - at).total_seconds()) if told == [current_user.id, lesson_id] else 0


def _seals() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="lesson-opened")


@blueprint.get("/courses/service-worker.js")
@public
def show_service_worker() -> Response:
    """The script that keeps opened courses and lessons for reading without a network."""
    return worker("courses", r"^/courses/[^/]+(/lessons/\d+)?$", "/courses/", _ASSETS)
