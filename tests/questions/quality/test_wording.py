"""Words that tell the key or mislead."""

from __future__ import annotations

import pytest

from quizapp.questions.quality import wording
from tests.questions.quality.factories import question, rules, said


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả đều đúng",
        "Tất cả các phương án trên đều đúng.",
        "Tất cả các đáp án trên",
        "TẤT CẢ ĐỀU SAI",
        "Cả 3 phương án trên",
        "Cả ba câu trên đều đúng;",
        "Cả hai đều đúng",
        "Các phương án trên đều sai",
        "Không có đáp án nào",
        "Không có đáp án nào đúng",
        "Không phương án nào đúng",
        "Đáp án khác",
        "All of the above",
    ],
)
def test_option_about_all_others(text):
    assert rules(wording.options_about_options(question(options=("Một", "Hai", text)))) == ["all-of-the-above"]
    assert wording.is_about_options(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cả A và B",
        "Cả A, B và C.",
        "Cả A, B, C đều đúng",
        "A và B đúng",
        "A & B",
        "Câu A, B sai",
        "Cả 2 câu A, B đều đúng.",
        "Đáp án A và C",
        "Chỉ A đúng",
        "cả (a) và (b)",
        "Tất cả a, b, c",
    ],
)
def test_option_that_calls_others_by_letter(text):
    assert rules(wording.options_about_options(question(options=("Một", "Hai", text)))) == ["option-letters"]


@pytest.mark.parametrize(
    "text",
    [
        "Cả năm",
        "Cả nước",
        "Tất cả đảng viên trong chi bộ",
        "Không có nhiệm kỳ",
        "Hepatitis A",
        "Vitamin A, D",
        "Câu lạc bộ",
        "Hạng A",
        "1 và 2",
        "Cả Trung ương và địa phương",
        "Đúng",
        "",
    ],
)
def test_option_with_words_of_its_own(text):
    assert rules(wording.options_about_options(question(options=("Một", "Hai", text)))) == []


def test_option_about_options_is_named_with_its_words():
    assert said(wording.options_about_options(question(options=("Một", "Hai", "Cả A và B.")))) == [
        "Phương án C (“Cả A và B”) gọi phương án khác bằng chữ cái; khi đảo phương án thì chữ cái không còn đúng. "
        "Hãy viết rõ nội dung, hoặc đổi thành câu nhiều đáp án."
    ]
    assert rules(wording.options_about_options(question(kind="truefalse", options=("Đúng", "Cả A và B")))) == []


@pytest.mark.parametrize(
    ("options", "right", "sentences"),
    [
        (
            ("Luôn luôn họp kín", "Họp mỗi tháng"),
            (1,),
            ["Từ “luôn luôn” chỉ có ở phương án sai nên dễ loại. Hãy bỏ, hoặc dùng ở cả đáp án."],
        ),
        (
            ("Họp kín", "Họp với tất cả đảng viên"),
            (1,),
            ["Từ “tất cả” chỉ có ở phương án đúng nên dễ lộ. Hãy bỏ, hoặc dùng ở cả phương án sai."],
        ),
        (("Chỉ họp kín", "Chỉ họp mỗi tháng"), (1,), []),
        (
            ("Không bao giờ họp", "Họp", "Chỉ họp kín"),
            (1,),
            ["Từ “không bao giờ” chỉ có ở phương án sai nên dễ loại. "],
        ),
        (("Chỉ thị số 05", "Quyết định"), (1,), []),
        (("Theo chỉ tiêu", "Theo địa chỉ", "Không chỉ họp"), (1,), []),
        (("Tất cả đều đúng", "Họp"), (1,), []),  # another rule's
        (("Luôn luôn", "Tuyệt đối"), (0, 1), []),  # no wrong option to compare with
    ],
)
def test_absolute_words(options, right, sentences):
    found = said(wording.absolute_words(question(options=options, right=right)))
    assert len(found) == len(sentences)
    assert all(one.startswith(start.strip()) for one, start in zip(found, sentences, strict=True))


@pytest.mark.parametrize(
    "stem",
    [
        "Nội dung nào sau đây không phải là nhiệm vụ của chi bộ?",
        "Phát biểu nào sau đây không đúng?",
        "Đâu không phải là nguyên tắc của Đảng?",
        "Nhận định nào sau đây là sai?",
        "Chọn câu sai:",
        "Khẳng định nào không chính xác?",
        "Các nội dung sau đều đúng, trừ:",
        "Tất cả là nhiệm vụ của đảng viên, ngoại trừ:",
        "Nhiệm vụ nào không được nêu trong nghị quyết?",
        "<b>Theo Điều lệ,</b> nội dung nào không thuộc nhiệm vụ của đảng viên?",
    ],
)
def test_negative_that_is_easily_missed(stem):
    assert rules(wording.unmarked_negatives(question(stem))) == ["unmarked-negative"]


@pytest.mark.parametrize(
    "stem",
    [
        "Nội dung nào sau đây KHÔNG phải là nhiệm vụ của chi bộ?",
        "Nội dung nào sau đây <b>không</b> phải là nhiệm vụ của chi bộ?",
        "Phát biểu nào sau đây là <u>không đúng</u>?",
        "Chọn câu SAI:",
        "Các nội dung sau đều đúng, TRỪ:",
        "Đảng viên có được miễn sinh hoạt không?",
        "Tỷ lệ thanh toán không dùng tiền mặt là bao nhiêu?",
        "Cơ quan nào xử lý sai phạm?",
        "Hành vi nào là nộp hồ sơ không đúng hạn?",
        "Hàm nào được dùng để bỏ khỏi văn bản các ký tự không phải là chữ?",
    ],
)
def test_stem_without_a_hidden_negative(stem):
    assert rules(wording.unmarked_negatives(question(stem))) == []


def test_statements_may_be_negative():
    stem = "Nội dung nào cũng không thuộc nghị quyết."
    assert rules(wording.unmarked_negatives(question(stem, kind="truefalse"))) == []
