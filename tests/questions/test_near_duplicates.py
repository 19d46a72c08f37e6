"""Questions that say nearly the same."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.questions.near_duplicates import find_against, find_among, wording_of

STEM = "Theo Nghị quyết số 57-NQ/TW, đến năm 2030 kinh tế số đạt tối thiểu bao nhiêu phần trăm GDP?"
OPTIONS = ("20 %", "30 %", "35 %", "50 %")
TEXT = (
    "đảng viên chi bộ nghị quyết cấp ủy sinh hoạt học tập quán triệt tuyên truyền nhiệm vụ mục tiêu giải pháp "
    "chuyển đổi số hạ tầng dữ liệu khoa học công nghệ đổi mới sáng tạo nhân lực thể chế đầu tư doanh nghiệp "
    "người dân dịch vụ công trực tuyến bảo mật an toàn thông tin văn bản quyết định chương trình kế hoạch kiểm tra "
    "giám sát kỷ luật khen thưởng báo cáo sơ kết tổng kết hướng dẫn thông báo kết luận quy định quy chế điều lệ"
)


def alike(stem, options=OPTIONS):
    """How alike the question is to the one above, in percent; None where they are two questions."""
    found = find_against([wording_of(stem, options)], [wording_of(STEM, OPTIONS)])
    return found[0].percent if found else None


@pytest.mark.parametrize(
    ("stem", "options", "percent"),
    [
        (STEM, OPTIONS, 100),
        (STEM, OPTIONS[::-1], 100),
        (STEM.upper(), OPTIONS, 100),
        ("THEO NGHI QUYET SO 57-NQ/TW, DEN NAM 2030 KINH TE SO DAT TOI THIEU BAO NHIEU PHAN TRAM GDP", OPTIONS, 100),
        (STEM, ("20%", "30%", "40%", "50%"), 98),
        ("Đến năm 2030, kinh tế số đạt tối thiểu bao nhiêu phần trăm GDP theo Nghị quyết số 57-NQ/TW?", OPTIONS, 100),
        (STEM.replace("tối thiểu", "ít nhất"), OPTIONS, 90),
    ],
)
def test_the_same_question_in_other_words(stem, options, percent):
    assert alike(stem, options) == pytest.approx(percent, abs=3)


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        (STEM.replace("2030", "2045"), OPTIONS),  # another year, another question
        (STEM.replace("57", "52"), OPTIONS),
        ("Theo Nghị quyết số 57-NQ/TW, đến năm 2030 có bao nhiêu doanh nghiệp số?", OPTIONS),
        (STEM, ("Một phần ba của cả nước", "Một nửa của cả nước", "Hai phần ba của cả nước", "Toàn bộ nền kinh tế")),
    ],
)
def test_another_question(stem, options):
    assert alike(stem, options) is None


def test_roman_numbers_tell_congresses_apart():
    stem = "Đại hội đại biểu toàn quốc lần thứ %s của Đảng họp tại thành phố nào?"
    options = ("Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ")
    wordings = [wording_of(stem % number, options) for number in ("XIII", "XIV", "XIV")]
    assert [(one.place, one.other) for one in find_among(wordings)] == [(2, 1)]


def test_long_options_do_not_make_two_questions_one():
    options = ("một phương án rất dài nói về nhiều điều của chi bộ", "một phương án rất dài khác nói về đảng viên")
    wordings = [wording_of("Chi bộ là gì?", options), wording_of("Đảng ủy bầu ai?", options)]
    assert find_among(wordings) == []


def test_question_is_compared_with_those_before_it_and_names_the_most_alike():
    close, closer = STEM.replace("tối thiểu", "ít nhất"), STEM.replace("tối thiểu", "tối đa")
    wordings = [wording_of(stem, OPTIONS) for stem in (close, closer, STEM)]
    assert [(one.place, one.other) for one in find_among(wordings)] == [(1, 0), (2, 1)]


def test_questions_of_no_words_are_left_alone():
    assert find_among([wording_of("", ()), wording_of("?", ("+", "−"))]) == []


def made_up(random):
    words = TEXT.split()
    stem = " ".join(random.choice(words) for _ in range(random.randint(8, 25)))
    return stem, [" ".join(random.choice(words) for _ in range(random.randint(1, 8))) for _ in range(4)]


def test_edited_copies_are_found_among_thousands_and_nothing_else():
    random = Random(3)
    known = [made_up(random) for _ in range(4_000)]
    new = [made_up(random) for _ in range(100)]
    copied = random.sample(range(len(known)), 100)
    for place in copied:
        words, options = known[place][0].split(), known[place][1][:]
        words[random.randrange(len(words))] = "hoàn"
        random.shuffle(options)
        new.append((" ".join(words), options))
    found = find_against([wording_of(*one) for one in new], [wording_of(*one) for one in known])
    assert [(one.place - 100, one.other) for one in found] == list(enumerate(copied))
