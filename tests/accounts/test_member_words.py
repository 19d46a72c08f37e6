import pytest

from quizapp.accounts import models
from quizapp.accounts.member_words import KINDS, SEXES, STATUSES, kind_of, sex_of, status_of
from quizapp.errors import Invalid


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Chính thức", "official"),
        ("ĐẢNG VIÊN CHÍNH THỨC", "official"),
        ("chinh thuc", "official"),
        ("ĐVCT", "official"),
        ("Dự bị", "probationary"),
        ("Đảng viên dự bị.", "probationary"),
        ("Đoàn viên", "union_member"),
        ("Cán bộ, công chức, viên chức", "staff"),
        ("Quần chúng ưu tú", "non_member"),
        ("Thí sinh tự do", "public"),
        ("union_member", "union_member"),
    ],
)
def test_kinds(word, kind):
    assert kind_of(word) == kind


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Đang sinh hoạt", "active"),
        ("Được miễn công tác và sinh hoạt Đảng", "exempt"),
        ("Miễn sinh hoạt", "exempt"),
        ("Đình chỉ sinh hoạt", "suspended"),
        ("Sinh hoạt tạm thời nơi khác", "away"),
        ("Tạm vắng", "away"),
        ("Đã chuyển sinh hoạt", "transferred"),
        ("Từ trần", "deceased"),
        ("Đã mất", "deceased"),
    ],
)
def test_statuses(word, status):
    assert status_of(word) == status


@pytest.mark.parametrize(("word", "sex"), [("Nam", "male"), ("NỮ", "female"), ("nu", "female")])
def test_sexes(word, sex):
    assert sex_of(word) == sex


def test_unknown_word_is_refused_with_those_allowed():
    with pytest.raises(Invalid) as refusal:
        kind_of("đại biểu")
    assert str(refusal.value) == (
        "Loại “đại biểu” không có trong danh mục. Ghi một trong các từ: "
        "chính thức, dự bị, đoàn viên, cán bộ, quần chúng, thí sinh tự do."
    )


def test_words_mean_what_the_database_holds():
    assert (tuple(KINDS), tuple(STATUSES), tuple(SEXES)) == (models.MEMBER_KINDS, models.STATUSES, models.SEXES)
