"""Files that authors put into a course: checked like those of documents, and served like them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from ...accounts import audit
from ...accounts.models import Member
from ...errors import NotFound, Sentence
from ...extensions import db
from ...library import files
from ...library.file_kinds import check_file
from ...transactions import transactional
from .models import Course, CourseFile

FOLDER = "course-files"


@transactional
def add_file(course: Course, content: bytes, name: str, author: Member | None, now: datetime) -> CourseFile:
    """Keep the file; the same one again is the one that is there. Raises Invalid for one that is not taken."""
    name, media_type = check_file(content, name)
    digest = hashlib.sha256(content).hexdigest()
    same = (CourseFile.course_id == course.id, CourseFile.sha256 == digest)
    if (stored := db.session.scalar(select(CourseFile).where(*same))) is not None:
        return stored
    # Before the row: a row never stands for bytes that are not there.
    files.write(files.path_of(digest, FOLDER), content)
    file = CourseFile(
        course_id=course.id,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=digest,
        created_at=now,
        created_by_id=author.id if author else None,
    )
    db.session.add(file)
    db.session.flush()
    audit.record("course.file_added", "course", course.code, unit_id=course.unit_id, now=now, name=name)
    return file


def copy_all(course: Course, copy: Course) -> dict[int, int]:
    """{file of the one: the same file of the other}; the bytes are shared."""
    copied = {}
    names = ("name", "media_type", "size", "sha256", "created_at", "created_by_id")
    for file in list_files(course):
        twin = CourseFile(course_id=copy.id, **{name: getattr(file, name) for name in names})
        db.session.add(twin)
        db.session.flush()
        copied[file.id] = twin.id
    return copied


def list_files(course: Course) -> Sequence[CourseFile]:
    """The course's own files, the first one first."""
    return db.session.scalars(select(CourseFile).where(CourseFile.course_id == course.id).order_by(CourseFile.id)).all()


def find_file(course: Course, file_id: int) -> CourseFile | None:
    """The course's own file of this id."""
    return db.session.scalar(select(CourseFile).where(CourseFile.course_id == course.id, CourseFile.id == file_id))


def get_file(course: Course, file_id: int) -> tuple[CourseFile, Path]:
    """The file, and where its bytes lie. Raises NotFound."""
    file = find_file(course, file_id)
    path = files.path_of(file.sha256, FOLDER) if file else None
    if file is None or path is None or not path.exists():
        raise NotFound(Sentence("Khóa học không có tệp này, hoặc tệp không còn trên máy chủ."))
    return file, path
