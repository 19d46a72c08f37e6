"""What can be set for an exam, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ..assessments.models import ANSWERS_SHOWN, PARTIAL_CREDIT
from ..assessments.setting_faults import Fault, faults_of_attempts, faults_of_times
from ..errors import Sentence
from ..folding import tidy
from ..questions.formats.parsed import Kind
from .classification import BANDS, DEFAULT_BANDS, faults_of_bands

LONGEST_TITLE = 255
LONGEST_PLACE = 255
LONGEST_CONDITIONS = 20_000
LONGEST_ACCESS_CODE = 20
ALL_KINDS = tuple(kind.value for kind in Kind)
Band = tuple[str, float]


@dataclass(frozen=True, slots=True)
class ExamSettings:
    """An exam without its class and matrix. ``attendance_minimum`` None: as the class says; ``access_code`` None: none
    is asked for."""

    title: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    place: str = ""
    attempts_allowed: int | None = 1
    access_code: str | None = None
    conditions: str = ""
    needs_identity_check: bool = False
    attendance_minimum: int | None = None
    is_paper_fixed: bool = False
    allowed_kinds: tuple[str, ...] = ALL_KINDS
    shuffles_questions: bool = True
    shuffles_options: bool = True
    answers_shown: str = "after_publication"
    scale: float = 10
    step: float = 0.25
    pass_mark: float = 5
    bands: tuple[Band, ...] = DEFAULT_BANDS
    partial_credit: str = "none"
    markers: int = 2
    largest_difference: float = 0.5
    remarking_days: int = 5

    def tidied(self) -> ExamSettings:
        """The same without stray blanks, kinds in the order in which they are always named."""
        return replace(
            self,
            title=tidy(self.title),
            place=tidy(self.place),
            access_code=tidy(self.access_code or "").upper() or None,
            conditions=self.conditions.replace("\r\n", "\n").replace("\x00", "").strip(),
            allowed_kinds=tuple(kind for kind in ALL_KINDS if kind in set(self.allowed_kinds)),
        )


def faults_of(settings: ExamSettings) -> list[Fault]:
    """Everything that is wrong with the settings."""
    return [
        *_faults_of_texts(settings),
        *faults_of_times(settings),
        *faults_of_attempts(settings.attempts_allowed),
        *_faults_of_paper(settings),
        *_faults_of_scale(settings),
        *_faults_of_marking(settings),
    ]


def _faults_of_texts(settings: ExamSettings) -> Iterable[Fault]:
    if not 0 < len(settings.title) <= LONGEST_TITLE:
        yield Fault("title", Sentence("Tên kỳ thi cần từ 1 đến %(most)s ký tự.", most=LONGEST_TITLE))
    if len(settings.place) > LONGEST_PLACE:
        yield Fault("place", Sentence("Địa điểm thi dài nhất là %(most)s ký tự.", most=LONGEST_PLACE))
    if len(settings.conditions) > LONGEST_CONDITIONS:
        yield Fault("conditions", Sentence("Nội quy dài nhất là %(most)s ký tự.", most=LONGEST_CONDITIONS))
    if len(settings.access_code or "") > LONGEST_ACCESS_CODE:
        yield Fault("access_code", Sentence("Mã vào thi dài nhất là %(most)s ký tự.", most=LONGEST_ACCESS_CODE))
    minimum = settings.attendance_minimum
    if minimum is not None and not 0 <= minimum <= 100:
        yield Fault("attendance_minimum", Sentence("Tỷ lệ dự học tối thiểu từ 0 đến 100 phần trăm."))


def _faults_of_paper(settings: ExamSettings) -> Iterable[Fault]:
    if not settings.allowed_kinds:
        yield Fault("allowed_kinds", Sentence("Hãy chọn ít nhất một loại câu hỏi."))
    for name, allowed in (("partial_credit", PARTIAL_CREDIT), ("answers_shown", ANSWERS_SHOWN)):
        if getattr(settings, name) not in allowed:
            yield Fault(name, Sentence("Hãy chọn một mục trong danh sách."))


def _faults_of_scale(settings: ExamSettings) -> Iterable[Fault]:
    if not 0 < settings.scale <= 100:
        yield Fault("scale", Sentence("Thang điểm phải lớn hơn 0 và không quá 100."))
    elif not 0.01 <= settings.step <= settings.scale or round(settings.step, 2) != settings.step:
        yield Fault("step", Sentence("Bước làm tròn từ 0,01 đến hết thang điểm, có nhiều nhất hai số lẻ."))
    for sentence in faults_of_bands(settings.bands, settings.scale, settings.pass_mark):
        yield Fault("bands", sentence)
    if [name for name, _ in settings.bands] != [name for name in BANDS if name in dict(settings.bands)]:
        yield Fault("bands", Sentence("Các bậc xếp loại phải ghi từ cao xuống thấp, mỗi bậc một lần."))


def _faults_of_marking(settings: ExamSettings) -> Iterable[Fault]:
    if settings.markers not in (1, 2):
        yield Fault("markers", Sentence("Mỗi bài tự luận do một hoặc hai người chấm."))
    if not 0 <= settings.largest_difference <= settings.scale:
        yield Fault("largest_difference", Sentence("Chênh lệch giữa hai người chấm phải nằm trong thang điểm."))
    if not 0 <= settings.remarking_days <= 60:
        yield Fault("remarking_days", Sentence("Hạn phúc khảo từ 0 đến 60 ngày."))
