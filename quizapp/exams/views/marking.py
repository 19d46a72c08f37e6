"""Pages of markers: the queue, one essay, two essays side by side; and the release of the marks.

Nothing on a marker's page says whose an essay is: neither name, unit, number nor time.
"""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import clock
from ...courses.classes.access import Work, work_in
from ...errors import DomainError, NotFound
from ...wording import translate
from .. import essay_marks, essay_queries, essay_similarity, queries
from ..blueprint import blueprint
from ..essay_queries import Standing
from ..models import Exam
from ..services import essays, marking, release
from ..settlement import FIRST, SECOND, THIRD
from .outputs import note_look


@blueprint.get("/exams/<code:code>/marking")
def show_queue(code: str) -> str:
    """The essays that wait for the signed-in marker, and how far the marking has come."""
    exam = queries.get_exam(code, Work.MARK)
    essays.collect_if_over(exam, clock.now())
    rows = [_row(exam, standing) for standing in essay_queries.list_standings(exam)]
    return render_template(
        "exams/show_queue.html",
        exam=exam,
        rows=rows,
        next_row=next((row for row in rows if row["state"] in ("draft", "open", "differing")), None),
        mine=[row for row in rows if row["state"] != "others"],
        kept=sum(row["standing"].essay.keeper_id == current_user.id for row in rows),
        finished=sum(row["state"] == "finished" for row in rows),
        progress=essay_queries.progress_of([row["standing"] for row in rows]),
        is_over=bool(rows) or _is_over(exam),
        manages=Work.MANAGE in work_in(exam.course_class),
    )


@blueprint.get("/exams/<code:code>/essays/<code:essay_code>")
def show_essay(code: str, essay_code: str) -> str:
    """One essay with its question and rubric, and what the marker has given so far."""
    exam = queries.get_exam(code, Work.MARK)
    return _show_essay(exam, essay_code)


@blueprint.post("/exams/<code:code>/essays/<code:essay_code>/mark")
def save_mark(code: str, essay_code: str) -> Any:
    """Keep a draft or finish; the page's script asks for JSON."""
    exam = queries.get_exam(code, Work.MARK)
    is_script = request.headers.get("X-Requested-With") == "fetch"
    finish = request.form.get("action") == "finish"
    try:
        saved = _save(exam, essay_code, finish)
    except NotFound:
        raise
    except DomainError as error:
        if is_script:
            raise
        return _show_essay(exam, essay_code, error), error.status
    if is_script:
        return jsonify({"revision": saved.revision, "words": _("Đã lưu bản nháp.")})
    if not finish:
        flash(_("Đã lưu bản nháp."), "success")
        return redirect(url_for(".show_essay", code=code, essay_code=essay_code), 303)
    flash(_("Đã chấm xong bài %(code)s.", code=essay_code), "success")
    return redirect(_after(exam, essay_code), 303)


@blueprint.get("/exams/<code:code>/essays/<code:essay_code>/likeness/<code:other_code>")
def show_likeness(code: str, essay_code: str, other_code: str) -> str:
    """Two essays side by side, with what both say in the same words."""
    exam = queries.get_exam(code, Work.MARK)
    one, other = (essay_queries.get_standing(exam, wanted) for wanted in (essay_code, other_code))
    texts, known = essay_queries.texts_to_compare([one, other], one.question)
    if len(texts) < 2:
        raise NotFound(essay_queries.UNKNOWN)
    left, right = essay_similarity.side_by_side(texts[essay_code], texts[other_code], known)
    alike = essay_similarity.likenesses_of(essay_code, texts, known)
    return render_template(
        "exams/show_likeness.html",
        exam=exam,
        sides=[(essay_code, left), (other_code, right)],
        percent=alike[0].percent if alike else 0,
    )


@blueprint.get("/exams/<code:code>/release")
def show_release(code: str) -> str:
    """How far the marking has come, and the button that shows everybody the own result. It names the markers: a look is
    noted."""
    now = clock.now()
    note_look(queries.get_exam(code, Work.MANAGE), "exam.markers_listed", now)
    exam = queries.get_exam(code, Work.MANAGE)
    reasons = [] if exam.released_at else release.reasons_not_to_release(exam, now)
    return render_template(
        "exams/show_release.html",
        exam=exam,
        reasons=reasons,
        progress=essay_queries.progress_of(essay_queries.list_standings(exam)),
        markers=essay_queries.list_markers(exam),
    )


@blueprint.post("/exams/<code:code>/release")
def release_marks(code: str) -> Response:
    """Show everybody the own result; a second click changes nothing."""
    exam = queries.get_exam(code, Work.MANAGE)
    if release.release(exam, clock.now()):
        flash(_("Đã công bố điểm. Học viên xem được kết quả từ bây giờ."), "success")
    return redirect(url_for(".show_release", code=code), 303)


def _save(exam: Exam, essay_code: str, finish: bool) -> Any:
    standing = essay_queries.get_standing(exam, essay_code)
    points = essay_marks.read_points(request.form, len(standing.question.lines))
    revision = request.form.get("revision", 0, type=int)
    comment = request.form.get("comment", "")
    return marking.save_mark(exam, essay_code, current_user, points, comment, revision, clock.now(), finish)


def _show_essay(exam: Exam, essay_code: str, error: DomainError | None = None) -> str:
    standings = essay_queries.list_standings(exam)
    standing = next((one for one in standings if one.essay.code == essay_code), None)
    if standing is None:
        raise NotFound(essay_queries.UNKNOWN)
    texts, known = essay_queries.texts_to_compare(standings, standing.question)
    mine = standing.mark_of(current_user.id)
    row = _row(exam, standing)
    is_open = row["state"] in ("draft", "open", "differing")
    return render_template(
        "exams/show_essay.html",
        exam=exam,
        code=essay_code,
        row=row,
        question=standing.question,
        text=texts[essay_code],
        is_handwritten=standing.is_handwritten,
        is_kept=standing.essay.keeper_id == current_user.id,
        words=len(texts[essay_code].split()),
        fields=_fields(standing, mine, keeps_typed=error is not None),
        comment=request.form.get("comment", mine.comment if mine else ""),
        revision=mine.revision if mine else 0,
        may_mark=is_open and (exam.released_at is None or standing.is_asked_again),
        others=_others(standing),
        reopened=_own_reopened(standing),
        alike=essay_similarity.likenesses_of(essay_code, texts, known),
        error=translate(error.sentence) if error else "",
        wrong_place=error.extra.get("place") if error else None,
    )


def _own_reopened(standing: Standing) -> Any:
    """The signed-in marker's latest mark that was opened again and is not finished anew."""
    mine = standing.mark_of(current_user.id)
    if mine is None or mine.finished_at is not None:
        return None
    earlier = essay_queries.list_earlier_marks(standing.essay)
    return next((one for one in earlier if (one.turn, one.marker_id) == (mine.turn, mine.marker_id)), None)


def _fields(standing: Standing, mine: Any, keeps_typed: bool) -> list[dict[str, Any]]:
    fields = []
    for place, line in enumerate(standing.question.lines):
        given = mine.points[place] if mine and place < len(mine.points) else None
        text = "" if given is None else f"{given:g}".replace(".", ",")
        typed = request.form.get(f"points-{place}", "") if keeps_typed else text
        fields.append({"name": f"points-{place}", "text": line.text, "most": line.most, "value": typed})
    return fields


def _row(exam: Exam, standing: Standing) -> dict[str, Any]:
    """What the queue says of an essay: open, draft, finished, differing (a third marker is asked), others (it has its
    markers)."""
    mine = standing.mark_of(current_user.id)
    if mine is not None:
        state = "finished" if mine.finished_at else "draft"
    elif standing.turn_for(current_user.id, exam.markers) is None:
        state = "others"
    else:
        state = "differing" if standing.turn_for(current_user.id, exam.markers) == THIRD else "open"
    return {"code": standing.essay.code, "state": state, "standing": standing, "is_again": standing.is_asked_again}


def _others(standing: Standing) -> list[dict[str, Any]]:
    """What the first two gave, once both have finished: before, neither sees the other's."""
    pair = [standing.marks.get(turn) for turn in (FIRST, SECOND)]
    if any(mark is None or mark.finished_at is None for mark in pair):
        return []
    lines, points = standing.question.lines, standing.question.points
    return [
        {
            "turn": mark.turn,
            "points": essay_marks.points_of(mark.points, lines, points),
            "is_mine": mark.marker_id == current_user.id,
            "comment": mark.comment,
        }
        for mark in pair
        if mark is not None
    ]


def _after(exam: Exam, essay_code: str) -> str:
    """The next essay for this marker, by code and then from the start; the queue after the last one."""
    rows = [_row(exam, standing) for standing in essay_queries.list_standings(exam)]
    waiting = [row["code"] for row in rows if row["state"] in ("draft", "open", "differing")]
    following = [code for code in waiting if code > essay_code] or waiting
    if not following:
        return url_for(".show_queue", code=exam.assessment.code)
    return url_for(".show_essay", code=exam.assessment.code, essay_code=following[0])


def _is_over(exam: Exam) -> bool:
    return clock.now() > exam.assessment.closes_at
