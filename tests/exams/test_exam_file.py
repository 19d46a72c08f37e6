"""A course exam as a TOML file, without any database."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from quizapp.errors import Invalid
from quizapp.exams.exam_file import read_file
from quizapp.exams.settings import ExamSettings

FILE = """
code = "k3-thi"
title = "Thi cuối khóa"
opens_at = 2026-12-05T08:00:00+07:00
closes_at = 2026-12-05T10:00:00+07:00
minutes = 40
place = "Phòng 1"
attempts = 2
access_code = "KT4829"
conditions = "- Không trao đổi."
identity_check = true
attendance_minimum = 75
fixed_paper = true
kinds = ["single", "essay"]
shuffle_questions = false
shuffle_options = false
answers_shown = "never"
scale = 100
step = 1
pass_mark = 55
partial_credit = "per_option"
markers = 1
largest_difference = 4
remarking_days = 7
[bands]
excellent = 90
average = 55
[class]
code = "k3"
title = "Khóa 3"
unit = "TT"
starts_on = 2026-11-02
ends_on = 2026-12-05
lessons_of = "NQ57"
[[class.instructors]]
member = "gv"
[[matrix]]
bank = "NQ57"
count = 3
[[matrix]]
bank = "NQ57"
level = "recall"
count = 2
points = 0.5
"""


def test_every_setting_of_the_editor_can_be_given():
    settings = read_file(FILE.encode()).exam.settings
    opens_at, closes_at = (datetime(2026, 12, 5, hour, tzinfo=UTC) for hour in (1, 3))
    assert settings == ExamSettings(
        title="Thi cuối khóa",
        opens_at=opens_at,
        closes_at=closes_at,
        minutes=40,
        place="Phòng 1",
        attempts_allowed=2,
        access_code="KT4829",
        conditions="- Không trao đổi.",
        needs_identity_check=True,
        attendance_minimum=75,
        is_paper_fixed=True,
        allowed_kinds=("single", "essay"),
        shuffles_questions=False,
        shuffles_options=False,
        answers_shown="never",
        scale=100,
        step=1,
        pass_mark=55,
        bands=(("excellent", 90), ("average", 55)),
        partial_credit="per_option",
        markers=1,
        largest_difference=4,
        remarking_days=7,
    )
    usual = ExamSettings("", opens_at, closes_at, 0)
    assert [one.name for one in fields(settings) if getattr(settings, one.name) == getattr(usual, one.name)] == [
        "opens_at",
        "closes_at",
    ]
    assert read_file(FILE.encode()).course_class.lessons_of == "NQ57"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("points = 0.5", 'points = "nửa"', "Trong [[matrix]] thứ 2: "),
        ('level = "recall"', 'level = "dễ"', "Trong [[matrix]] thứ 2: "),
        ("count = 3", "cout = 3", "Trong [[matrix]] thứ 1: "),
        ('member = "gv"', 'member = "gv"\nrole = "vua"', "Trong [[class.instructors]] thứ 1: "),
        ("starts_on = 2026-11-02", "starts_on = 7", "Trong [class]: Mục starts_on phải là một ngày"),
        ("average = 55", "averge = 55", "Trong [bands]: Không có mục: averge."),
        ("markers = 1", 'markers = "một"', "Mục markers"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old, new, sentence):
    with pytest.raises(Invalid) as refusal:
        read_file(FILE.replace(old, new, 1).encode())
    assert str(refusal.value.sentence).startswith(sentence)
