"""One of everything that has an address, all of unit A, for tests that walk through the whole application."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from quizapp.accounts.models import Member
from quizapp.assessments import paper, sheet
from quizapp.assessments.marking.keys import ByHand
from quizapp.assessments.services import attempts, submissions
from quizapp.courses.catalogue import course_files
from quizapp.courses.classes import attendance
from quizapp.courses.sessions import packages
from quizapp.exams.mark_sheet import MARKED, Entry, Row
from quizapp.exams.models import Certificate, Essay, Remarking
from quizapp.exams.services import certificates, essays
from quizapp.extensions import db
from quizapp.jobs.models import Job
from quizapp.library import announcements, files
from quizapp.questions.models import Question
from quizapp.reminders.models import PushDevice
from quizapp.units.models import Unit
from tests.assessments.factories import make_bank, ticket_of
from tests.competitions.factories import make_published
from tests.conftest import NOW
from tests.courses.course_factories import check_lesson, lessons_of, make_course, text_lesson
from tests.courses.factories import make_session, make_wave
from tests.exams.factories import add_instructor, add_learner, make_class, make_essay_exam
from tests.factories import grant, make_member, make_unit
from tests.library.factories import make_document, make_section

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class World:
    """``values``: endpoint or blueprint -> what its address needs, of unit A. ``people``: who looks at them."""

    def __init__(self) -> None:
        root = make_unit("Đảng bộ")
        self.unit, other = make_unit("Đảng ủy A", root), make_unit("Đảng ủy B", root)
        self.other = other
        self.member, self.marker, self.instructor = (make_member(unit=unit) for unit in (self.unit, other, other))
        self.values: dict[str, dict[str, Any]] = {}
        self._store_studying()
        self._store_testing()
        self._store_rest()
        self.people = self._people()

    def _store_studying(self) -> None:
        self.document = make_document(unit=self.unit)
        section = make_section(self.document)
        file = files.add_file(self.document, PDF, "tep.pdf", None, NOW)
        session = make_session(self.unit, [self.document])
        self.session = session
        wave = make_wave(self.unit, [self.document])
        spec = packages.PackageSpec(month=NOW.date().replace(day=1), documents=(self.document,))
        package = packages.create_package(spec, self.unit, NOW)
        announcement = announcements.publish("Tin", "Nội dung", self.unit, "all", self.member, NOW)
        self.values["library"] = {
            "document_id": self.document.id,
            "file_id": file.id,
            "anchor": section.anchor,
            "section_id": section.id,
            "announcement_id": announcement.id,
            "token": secrets.token_urlsafe(24),
        }
        self.values["sessions"] = {
            "code": session.code,
            "point_id": session.points[0].id,
            "member_id": self.member.id,
            "package_id": package.id,
        }
        for name in ("show_wave", "close_wave", "reopen_wave"):
            self.values[f"sessions.{name}"] = {"code": wave.code}
        self.values["comprehension"] = {"document_id": self.document.id}

    def _store_testing(self) -> None:
        self.course_class = course_class = make_class(self.unit)
        add_learner(course_class, self.member)
        self.exam = exam = make_essay_exam(course_class, opens_at=NOW - timedelta(days=1), closes_at=NOW)
        attempt = write_at(exam, self.member)
        essays.collect(exam)
        add_instructor(course_class, "marker", self.marker)
        add_instructor(make_class(self.other), "instructor", self.instructor)
        asked = Remarking(
            exam_id=exam.id, member_id=self.member.id, attempt_id=attempt.id, text="Xin", asked_at=NOW, old_score=1
        )
        certificate = Certificate(
            class_id=course_class.id,
            member_id=self.member.id,
            unit_id=self.unit.id,
            number="0001/2026",
            token=secrets.token_hex(8),
            content=certificates.content_of(
                exam, self.unit, certificates.design_of(self.unit), an_excellent_row(self.member), NOW.date()
            ),
            issued_at=NOW,
        )
        db.session.add_all([asked, certificate])
        db.session.commit()
        attendance.add_session(course_class, "Buổi 1", NOW.date(), NOW)
        essay = db.session.query(Essay).filter_by(exam_id=exam.id).one()
        self.values["exams"] = {
            "code": exam.assessment.code,
            "member_id": self.member.id,
            "certificate_id": certificate.id,
            "remarking_id": asked.id,
            "essay_code": essay.code,
            "other_code": essay.code,
            "version_id": attempt.paper[0][0],
            "turn": 1,
            "name": "mark-sheet.xlsx",
            "token": certificate.token,
        }
        self.values["classes"] = {
            "code": course_class.code,
            "number": 1,
            "member_id": self.member.id,
            "token": secrets.token_urlsafe(24),
            "role": "marker",
        }
        in_class = {"code": course_class.code}
        for name in ("list_class_exams", "new_exam", "copy_exam"):
            self.values[f"exams.{name}"] = in_class
        self.values["assessments"] = {
            "code": exam.assessment.code,
            "attempt_id": attempt.id,
            "receipt": attempt.receipt,
        }

    def _store_rest(self) -> None:
        round = make_published(self.unit)
        bank = make_bank(self.unit, questions=3)
        self.bank = bank
        question = db.session.query(Question).filter_by(bank_id=bank.id).first()
        course = make_course(self.unit, text_lesson(), check_lesson(bank.id))
        lesson = lessons_of(course)[0]
        file = course_files.add_file(course, PDF, "tep.pdf", None, NOW)
        job = Job(public_id=secrets.token_hex(8), key="k", kind="x", arguments={}, unit_id=self.unit.id, created_at=NOW)
        given = grant(make_member(unit=self.unit), "secretary", self.unit)
        db.session.add(job)
        db.session.commit()
        self.values["competitions"] = {
            "code": round.competition.code,
            "number": 1,
            "unit_id": self.unit.id,
            "member_id": self.member.id,
        }
        self.values["competitions.show_round_standings"] = {"code": round.assessment.code}
        self.values["round"] = {"code": round.assessment.code}
        self.values["questions"] = self.values["items"] = {
            "code": bank.code,
            "question_id": question.id,
            "document_id": self.document.id,
            "format": "gift",
            "token": secrets.token_hex(16),
            "place": 1,
            "draft_id": 1,
            "comment_id": 1,
        }
        for name in ("show_assessment_statistics", "export_assessment_statistics"):
            self.values[f"items.{name}"] = {"code": round.assessment.code}
        self.values["courses"] = {
            "code": course.code,
            "lesson_id": lesson.id,
            "module_id": lesson.module_id,
            "file_id": file.id,
            "number": 1,
        }
        self.values["jobs"] = {"job_id": job.public_id}
        self.values["units"] = {
            "unit_id": self.unit.id,
            "kind_id": self.unit.kind_id,
            "token": secrets.token_urlsafe(24),
        }
        self.values["accounts"] = {
            "member_id": self.member.id,
            "unit_id": self.unit.id,
            "token": secrets.token_urlsafe(24),
            "grant_id": given.id,
            "sign_in_id": 1,
        }
        self.values["assessments_api"] = self.values["assessments"]
        self.values["assessments_api.show_standings"] = {"code": round.assessment.code}
        self.values["analytics_api"] = {"code": round.assessment.code}
        self.values["reminders"] = {"device_id": self._device().id, "token": "forged"}
        self.values["practice"] = {"day": NOW.date().isoformat()}

    def _device(self) -> PushDevice:
        device = PushDevice(
            member_id=self.member.id, endpoint="https://push.example/1", endpoint_hash="1", public_key="p", secret="s"
        )
        device.device, device.created_at = "phone", NOW
        db.session.add(device)
        db.session.commit()
        return device

    def _people(self) -> dict[str, Member | None]:
        def holder(role: str, unit: Unit) -> Member:
            member = make_member(unit=unit)
            grant(member, role, unit)
            return member

        grant(self.instructor, "instructor", self.other)
        return {
            "visitor": None,
            "member of A": make_member(unit=self.unit),
            "secretary of A": holder("secretary", self.unit),
            "administrator of A": holder("unit_administrator", self.unit),
            "leader of B": holder("leader", self.other),
            "instructor of B": self.instructor,
            "marker of the exam": self.marker,
            "board of B": holder("propaganda_board", self.other),
        }

    def address(self, rule: Any, app: Any) -> str:
        """The address of the rule with ids of unit A."""
        blueprint = rule.endpoint.partition(".")[0]
        known = self.values.get(rule.endpoint) or self.values.get(blueprint, {})
        values = {name: known[name] for name in rule.arguments} | self.asked(rule.endpoint)
        return str(app.url_map.bind("localhost").build(rule.endpoint, values, next(iter(rule.methods - {"HEAD"}))))

    def asked(self, endpoint: str) -> dict[str, Any]:
        """What stands behind the ? where the address itself names nothing of unit A."""
        blueprint = endpoint.partition(".")[0]
        if blueprint == "analytics_api":
            return {"unit": self.unit.code}
        if blueprint in ("analytics", "study"):
            return {"unit": self.unit.code, "assessment": self.values["round"]["code"]}
        return {"words": "nghị quyết"} if endpoint == "library.search_documents" else {}


def write_at(exam: Any, member: Member) -> Any:
    """A submitted paper of somebody while the exam was open."""
    attempt = attempts.start(exam.assessment.code, member, "phone", NOW - timedelta(hours=3)).attempt
    answers = {str(number): "Bài viết của tôi." for number in range(1, len(attempt.paper) + 1)}
    answers = {name: text if name in essays_of(attempt) else [] for name, text in answers.items()}
    return submissions.submit(ticket_of(attempt), 1, answers, None, NOW - timedelta(hours=3) + timedelta(minutes=5))


def essays_of(attempt: Any) -> set[str]:
    """Which questions of the paper are essays."""
    keys = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0).keys
    drawn = enumerate(paper.unpack(attempt.paper), 1)
    return {str(number) for number, one in drawn if isinstance(keys[one.version_id], ByHand)}


def an_excellent_row(member: Member) -> Row:
    """A line of a mark sheet."""
    return Row(1, Entry(1, member.id, member.code, member.name, member.unit.name), MARKED, 9.0, "", "excellent", ())
