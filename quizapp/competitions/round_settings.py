"""PURE: what can be set for a round, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ..assessments.ranking import DEFAULT_KEYS, KEYS
from ..assessments.setting_faults import Fault, faults_of_attempts, faults_of_times
from ..errors import Sentence
from ..questions.formats.checks import CHOICES
from ..questions.formats.parsed import Kind

LONGEST_TITLE = 255
# An essay is marked by people, long after a round is over.
USABLE_KINDS = tuple(kind.value for kind in Kind if kind is not Kind.ESSAY)


@dataclass(frozen=True, slots=True)
class RoundSettings:
    """A round without its matrix. ``attempts_allowed`` None: as many as one likes."""

    title: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    attempts_allowed: int | None = 1
    counting: str = "best"
    ranking: tuple[str, ...] = DEFAULT_KEYS
    prediction_target: str | None = None
    is_prediction_required: bool = False
    allowed_kinds: tuple[str, ...] = CHOICES
    partial_credit: str = "none"
    shuffles_questions: bool = True
    shuffles_options: bool = True
    answers_shown: str = "after_publication"


def usual_order(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds, each once, in the order in which they are always named."""
    return tuple(kind for kind in USABLE_KINDS if kind in set(kinds))


class Period(NamedTuple):
    """When another round of the competition can be sat."""

    title: str
    opens_at: datetime
    closes_at: datetime


def faults_of(settings: RoundSettings, others: Iterable[Period] = ()) -> list[Fault]:
    """Everything that is wrong with the settings, beside the other rounds of the competition."""
    return [
        *_faults_of_title(settings.title),
        *faults_of_times(settings),
        *_overlaps(settings, others),
        *faults_of_attempts(settings.attempts_allowed),
        *_faults_of_ranking(settings.ranking, settings.prediction_target),
        *_faults_of_prediction(settings),
        *_faults_of_kinds(settings.allowed_kinds),
    ]


def _faults_of_title(title: str) -> Iterable[Fault]:
    if not 0 < len(title) <= LONGEST_TITLE:
        yield Fault("title", Sentence("Tên vòng thi cần từ 1 đến %(most)s ký tự.", most=LONGEST_TITLE))


def _overlaps(settings: RoundSettings, others: Iterable[Period]) -> Iterable[Fault]:
    for other in others:
        if settings.opens_at < other.closes_at and other.opens_at < settings.closes_at:
            sentence = Sentence("Thời gian trùng với “%(title)s”. Các vòng phải nối tiếp nhau.", title=other.title)
            yield Fault("opens_at", sentence)


def _faults_of_ranking(keys: Sequence[str], prediction_target: str | None) -> Iterable[Fault]:
    unknown = [key for key in keys if key not in KEYS]
    if not keys:
        yield Fault("ranking", Sentence("Hãy chọn ít nhất một tiêu chí xếp hạng."))
    if unknown:
        yield Fault("ranking", Sentence("Không có tiêu chí xếp hạng “%(key)s”.", key=unknown[0]))
    if len(set(keys)) < len(keys):
        yield Fault("ranking", Sentence("Mỗi tiêu chí xếp hạng chỉ được chọn một lần."))
    if "decision" in keys[:-1]:
        yield Fault("ranking", Sentence("“Ban Tổ chức quyết định” phải là tiêu chí cuối cùng."))
    if "prediction" in keys and prediction_target is None:
        yield Fault(
            "ranking",
            Sentence("Xếp hạng theo dự đoán cần có câu hỏi dự đoán. Hãy chọn câu hỏi dự đoán hoặc bỏ tiêu chí này."),
        )


def _faults_of_prediction(settings: RoundSettings) -> Iterable[Fault]:
    if settings.is_prediction_required and settings.prediction_target is None:
        yield Fault("is_prediction_required", Sentence("Chưa có câu hỏi dự đoán nên không thể bắt buộc trả lời."))


def _faults_of_kinds(kinds: Sequence[str]) -> Iterable[Fault]:
    if not kinds:
        yield Fault("allowed_kinds", Sentence("Hãy chọn ít nhất một loại câu hỏi."))
    elif not set(kinds) <= set(USABLE_KINDS):
        yield Fault("allowed_kinds", Sentence("Cuộc thi không dùng câu tự luận, vì phải chờ người chấm."))
