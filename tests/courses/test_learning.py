"""The rules of a lesson and a course."""

from __future__ import annotations

import pytest

from quizapp.courses.catalogue import editions, learning, texts
from quizapp.courses.catalogue.learning import Reading
from quizapp.courses.catalogue.spec import LessonSpec, shortcomings
from quizapp.courses.web_address import is_web_address
from tests.conftest import NOW


def lesson(number: int = 1, kind: str = "text", **fields: object) -> editions.LessonContent:
    values = {"html": "Nội dung.", "edited_at": "2026-11-21T03:00:00+00:00"} | fields
    return editions.LessonContent(id=number, title=f"Bài {number}", kind=kind, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reading", "reasons"),
    [
        (Reading(), ["Đọc đến hết bài.", "Học thêm khoảng 2 phút."]),
        (Reading(furthest=94, seconds=120), ["Đọc đến hết bài."]),
        (Reading(furthest=95, seconds=61), ["Học thêm khoảng 1 phút."]),
        (Reading(furthest=100, seconds=120), []),
        (Reading(completed_at=NOW), []),
    ],
)
def test_a_text_is_done_when_it_was_read_to_the_end_and_long_enough(reading: Reading, reasons: list[str]) -> None:
    found = learning.reasons_not_done(lesson(least_seconds=120), reading, 80)
    assert [str(reason) for reason in found] == reasons


@pytest.mark.parametrize(("best", "reasons"), [(79, ["Trả lời đúng từ 80 % số câu."]), (80, [])])
def test_check_questions_are_passed_with_the_share_that_the_course_asks_for(best: int, reasons: list[str]) -> None:
    found = learning.reasons_not_done(lesson(kind="check"), Reading(best_percent=best), 80)
    assert [str(reason) for reason in found] == reasons


def test_shares_are_never_rounded_up() -> None:
    assert [learning.percent_of(*one) for one in ((4, 5), (2, 3), (0, 3), (0, 0))] == [80, 66, 0, 0]


def test_in_an_order_the_lessons_before_come_first_and_what_is_done_stays_open() -> None:
    lessons = [lesson(1), lesson(2), lesson(3)]
    reasons = [learning.reasons_not_to_open(lessons, {1, 3}, number, True) for number in (1, 2, 3)]
    assert reasons == [[], [], []]
    [reason] = learning.reasons_not_to_open(lessons, set(), 3, True)
    assert str(reason) == "Hãy học xong bài “Bài 1” trước."
    assert learning.reasons_not_to_open(lessons, set(), 3, False) == []


def test_a_course_goes_on_with_the_first_lesson_that_is_not_done() -> None:
    lessons = [lesson(1), lesson(2)]
    assert learning.next_lesson(lessons, {1}) == lessons[1]
    assert learning.is_complete(lessons, {1, 2, 99})
    assert not learning.is_complete([], set())


def test_an_edition_is_read_as_it_was_stored() -> None:
    modules = (editions.ModuleContent("Phần 1", (lesson(1), lesson(2, "check", versions=(5, 6), question_count=2))),)
    content = editions.Content(modules)
    assert editions.from_stored(editions.to_stored(content)) == content


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        ("https://www.youtube.com/watch?v=abc", True),
        ("http://www.youtube.com/", False),
        ("javascript:alert(1)", False),
        ("https://user@evil.example/", False),
        ("https://localhost/", False),
        ("https://[", False),
        ("https://a.vn/ b", False),
        ("https://a.vn/" + "a" * 500, False),
    ],
)
def test_a_video_lies_at_an_address_that_hides_nothing(address: str, is_right: bool) -> None:
    assert is_web_address(address) is is_right


@pytest.mark.parametrize(
    ("spec", "reasons"),
    [
        (LessonSpec("A", "text"), ["Bài “A” chưa có nội dung."]),
        (LessonSpec("A", "text", section_ids=(3,)), []),
        (LessonSpec("A", "video"), ["Bài “A” chưa có liên kết video."]),
        (LessonSpec("A", "slides"), ["Bài “A” chưa có tệp."]),
        (LessonSpec("A", "check"), ["Bài “A” chưa có câu hỏi kiểm tra."]),
        (LessonSpec("A", "check", question_count=3), ["Bài “A” cần 3 câu, ngân hàng chỉ có 2 câu đã duyệt."]),
        (LessonSpec("A", "check", question_count=2), []),
    ],
)
def test_a_lesson_tells_what_it_lacks_for_its_publication(spec: LessonSpec, reasons: list[str]) -> None:
    assert [str(reason) for reason in shortcomings(spec, pool=2)] == reasons


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Một dòng", "<p>Một dòng</p>"),
        ("## Mở đầu\n\n- Một\n- Hai", "<h2>Mở đầu</h2><ul><li>Một</li><li>Hai</li></ul>"),
        ("### **Nhỏ** ###\nLời", "<h3><strong>Nhỏ</strong></h3><p>Lời</p>"),
        ("#không phải", "<p>#không phải</p>"),
        ("## <script>alert(1)</script>", "<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>"),
    ],
)
def test_texts_have_headings_and_nothing_that_runs(text: str, html: str) -> None:
    assert texts.to_html(text) == html
