"""What is wrong with the settings of a round: one sentence each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.competitions.round_settings import Period, faults_of
from quizapp.errors import Sentence
from tests.competitions.factories import settings
from tests.conftest import NOW


def faults(others=(), **fields):
    return [(fault.field, str(fault.sentence)) for fault in faults_of(settings(**fields), others)]


def test_good_settings_have_no_faults():
    assert faults(ranking=("score", "prediction", "duration", "decision"), prediction_target="people") == []


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"title": ""}, ("title", "Tên vòng thi cần từ 1 đến 255 ký tự.")),
        ({"hours": -1}, ("closes_at", "Giờ đóng phải sau giờ mở.")),
        ({"hours": 0}, ("closes_at", "Giờ đóng phải sau giờ mở.")),
        ({"minutes": 0}, ("minutes", "Thời gian làm bài từ 1 đến 600 phút.")),
        (
            {"hours": 0.5, "minutes": 40},
            ("minutes", "Từ lúc mở đến lúc đóng chỉ có 30 phút, ít hơn 40 phút làm bài."),
        ),
        ({"attempts_allowed": 0}, ("attempts_allowed", "Số lượt thi từ 1 đến 1000.")),
        ({"ranking": ()}, ("ranking", "Hãy chọn ít nhất một tiêu chí xếp hạng.")),
        ({"ranking": ("score", "beauty")}, ("ranking", "Không có tiêu chí xếp hạng “beauty”.")),
        ({"ranking": ("score", "score")}, ("ranking", "Mỗi tiêu chí xếp hạng chỉ được chọn một lần.")),
        (
            {"ranking": ("score", "prediction")},
            (
                "ranking",
                "Xếp hạng theo dự đoán cần có câu hỏi dự đoán. Hãy chọn câu hỏi dự đoán hoặc bỏ tiêu chí này.",
            ),
        ),
        ({"ranking": ("decision", "score")}, ("ranking", "“Ban Tổ chức quyết định” phải là tiêu chí cuối cùng.")),
        (
            {"is_prediction_required": True},
            ("is_prediction_required", "Chưa có câu hỏi dự đoán nên không thể bắt buộc trả lời."),
        ),
    ],
)
def test_fault_is_named_at_its_setting(fields, fault):
    assert faults(**fields) == [fault]


def test_unlimited_attempts_are_fine():
    assert faults(attempts_allowed=None) == []


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [(-3, -1, False), (1, 3, False), (-2, -0.5, True), (0, 0.5, True), (-3, 3, True)],
)
def test_rounds_may_touch_but_not_overlap(start, end, overlaps):
    other = Period("Tuần 0", NOW + timedelta(hours=start), NOW + timedelta(hours=end))
    sentence = Sentence("Thời gian trùng với “%(title)s”. Các vòng phải nối tiếp nhau.", title="Tuần 0")
    assert faults([other]) == ([("opens_at", str(sentence))] if overlaps else [])
