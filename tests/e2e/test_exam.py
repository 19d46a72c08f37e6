"""A class of thirty goes through its final exam, from the class list to the verified certificate.

The answers and the key are the test's own, and so is the recount of every mark on the sheet.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from quizapp.project import ROOT
from tests.e2e.exam_pages import (
    answer_by_hand,
    enter,
    enter_paper,
    extend,
    fetch,
    go,
    keep,
    keep_file,
    mark_all,
    minutes_left,
    open_class,
    press,
    set_exam,
    submit_by_hand,
)
from tests.e2e.exam_people import (
    ANNULLED,
    BANDS,
    ESSAY,
    EXAM,
    KEY,
    ON_PAPER_AND_LATE,
    WRONG,
    Person,
    first_two,
    plan,
    sit_by_api,
)
from tests.pdf_text import drawings_of, pages_of, text_of

DESK = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}
PHONES = ((360, 800), (320, 568), (390, 844))


@pytest.fixture(scope="module")
def people(server: str, instance: Path) -> list[Person]:
    """Thirty who sit, one without a phone, one who came too seldom; and the banks in place."""
    with sqlite3.connect(instance / "quizapp.sqlite3", timeout=15) as connection:
        rows = connection.execute(
            "SELECT code FROM member WHERE status = 'active' AND code >= 'dv000100' ORDER BY code"
        )
        codes = [code for (code,) in rows.fetchmany(30 + ON_PAPER_AND_LATE)]
    blocks = []
    for number, (stem, right) in enumerate(KEY.items(), 1):
        options = [*WRONG[stem]]
        options.insert(number % 4, right)
        lines = [f"{letter}. {text}" for letter, text in zip("ABCD", options, strict=True)]
        blocks.append("\n".join([f"Câu {number}: {stem}", *lines, f"Đáp án: {'ABCD'[number % 4]}"]))
    essay = f"PHẦN I. TỰ LUẬN\nCâu 1. {ESSAY}\nĐáp án:\nKể đủ một ngày (2,5 điểm)\nViết rõ ràng (1,5 điểm)\n"
    for code, text in (("TRON-VEN", "\n\n".join(blocks)), ("TRON-VEN-TL", essay)):
        file = instance / f"{code}.txt"
        file.write_text(text)
        run(instance, "questions", "import", str(file), "--bank", code)
    return plan(codes)


def run(instance: Path, *arguments: str) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")}
    environment = own | {"QUIZAPP_INSTANCE": str(instance)}
    program = [sys.executable, "-c", "from quizapp.cli import main; main()"]
    subprocess.run([*program, *arguments], env=environment, cwd=ROOT, check=True)


def query(instance: Path, statement: str) -> list[Any]:
    with sqlite3.connect(instance / "quizapp.sqlite3", timeout=15) as connection:
        return connection.execute(statement).fetchall()


def end_now(instance: Path) -> None:
    """The exam opened and closed three hours earlier: a test has no two hours to wait."""
    with sqlite3.connect(instance / "quizapp.sqlite3", timeout=15) as connection:
        connection.execute(
            "UPDATE assessment SET opens_at = datetime(opens_at, '-3 hours'),"
            " closes_at = datetime(closes_at, '-3 hours') WHERE code = ?",
            (EXAM,),
        )


def annul_question(desk: Page, people: list[Person]) -> None:
    """Everybody gets its points; the page says before who gains."""
    desk.goto(f"/exams/{EXAM}")
    go(desk, "Sửa đáp án")
    keep(desk, "desk-50-corrections")
    desk.locator("li.correction-item", has_text=ANNULLED).get_by_role("link").click()
    desk.get_by_label(re.compile("Hủy câu hỏi")).check(force=True)
    desk.get_by_label("Lý do").fill("Câu hỏi có hai ý đều đúng.")
    keep(desk, "desk-51-correction")
    press(desk, "Xem ai đổi điểm")
    keep(desk, "desk-52-preview")
    sitting = [person for person in people if person.chosen]
    press(desk, f"Chấm lại {len(sitting)} bài")
    changed = sum(person.mark() != person.mark(is_annulled=False) for person in sitting)
    assert changed > 0
    expect(desk.get_by_text(f"Đã chấm lại {len(sitting)} bài: {changed} tăng, 0 giảm.").first).to_be_visible()
    keep(desk, "desk-53-corrected")


def comma(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def ask_again(phone: Page) -> None:
    """The learner sees the mark and asks for another marking."""
    phone.goto("/exams")
    keep(phone, "phone-6-own-exams")
    go(phone, "Xin phúc khảo")
    phone.get_by_label("Phần cần chấm lại và lý do").fill("Em xin chấm lại phần tự luận.")
    keep(phone, "phone-7-remarking")
    press(phone, "Gửi đơn phúc khảo")
    expect(phone.get_by_text("Đã gửi đơn phúc khảo.")).to_be_visible()


def decide(desk: Page, third: Page, people: list[Person], person: Person) -> None:
    """Somebody else marks the essay, still blind; then it is decided with words."""
    desk.goto(f"/exams/{EXAM}")
    go(desk, "Phúc khảo")
    keep(desk, "desk-60-remarkings")
    desk.locator("li.item a").first.click()
    press(desk, "Chuyển chấm lại")
    keep(desk, "desk-61-remarking")
    known, person.marks = person.marks, []
    assert mark_all(third, people, lambda one: Decimal(4), "marker-3-again") == 1
    person.marks, person.again = known, Decimal(4)
    desk.reload()
    desk.get_by_label("Kết luận").fill("Chấm lại, phần tự luận được 4 điểm.")
    press(desk, "Ghi kết luận")
    keep(desk, "desk-62-decided")
    expect(desk.get_by_text("Đã ghi kết luận").first).to_be_visible()


def rows_of(workbook: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()


def check_mark_sheet(desk: Page, people: list[Person]) -> None:
    """Each number on the sheet, in the workbook and in the PDF, is the recount's."""
    desk.goto(f"/exams/{EXAM}")
    go(desk, "Bảng điểm")
    keep(desk, "desk-70-mark-sheet")
    base = f"/exams/{EXAM}/outputs"
    rows = rows_of(keep_file(fetch(desk, f"{base}/mark-sheet.xlsx"), "mark-sheet.xlsx"))
    top = next(place for place, row in enumerate(rows) if "Điểm số" in row)
    places = {name: rows[top].index(name) for name in ("STT", "Mã đề", "Điểm số", "Xếp loại", "Ghi chú")}
    listed = [{name: row[place] for name, place in places.items()} for row in rows[top + 1 :]]
    found = {int(row["STT"]): row for row in listed if isinstance(row["STT"], float)}
    assert sorted(found) == [person.place for person in people]
    marked = [person for person in people if person.chosen]
    said = {place: (row["Điểm số"], row["Xếp loại"]) for place, row in found.items() if place <= len(marked)}
    assert said == {person.place: (float(person.mark()), person.band()) for person in marked}
    assert found[31]["Mã đề"] == "102"
    assert found[32]["Điểm số"] == ""
    twin, on_paper = people[19], people[30]
    assert (on_paper.points() - twin.points(), len(on_paper.marks)) == (sum(on_paper.marks) / 2, 2)
    assert "Dự 0/1 buổi học" in found[32]["Ghi chú"]
    pdf = text_of(keep_file(fetch(desk, f"{base}/mark-sheet.pdf"), "mark-sheet.pdf"))
    assert all(f"{comma(person.mark())} " in pdf for person in marked)
    check_summary(desk, Counter(person.band() for person in marked), len(people))


def check_summary(desk: Page, bands: Counter[str], listed: int) -> None:
    """How many reached each band, and what part of all who have a mark that is."""
    base, marked = f"/exams/{EXAM}/outputs", bands.total()
    rows = rows_of(keep_file(fetch(desk, f"{base}/summary.xlsx"), "summary.xlsx"))
    pdf = text_of(keep_file(fetch(desk, f"{base}/summary.pdf"), "summary.pdf"))
    said = {row[1]: (row[2], row[3]) for row in rows if len(row) > 3 and row[1] in BANDS.values()}
    shares = {
        name: (Decimal(people * 100) / marked).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for name, people in bands.items()
    }
    assert said == {name: (bands[name], float(shares.get(name, 0))) for name in BANDS.values()}
    for name, people in bands.items():
        assert f"{name} {people} {shares[name]:f}".replace(".", ",") in pdf
    sentence = f"Tổng số trong danh sách: {listed}; có điểm {marked}; không đủ điều kiện dự thi 1."
    assert sentence in pdf
    assert sentence in [row[0] for row in rows]


def code_drawn(page: str) -> list[list[int]]:
    """The QR code as it is printed: a line for every run of dark squares, four squares from the edge."""
    runs = re.findall(r"\b(\d+) (\d+)\.5 m (\d+) \2\.5 l", page)
    dark = {(int(row) - 4, place) for left, row, right in runs for place in range(int(left) - 4, int(right) - 4)}
    size = max(row for row, _ in dark) + 1
    return [[int((row, place) in dark) for place in range(size)] for row in range(size)]


def issue_certificates(desk: Page, stranger: Page, people: list[Person], instance: Path, server: str) -> None:
    """Everybody who passed gets one; what is printed on it can be verified by anybody."""
    go(desk, "Giấy chứng nhận")
    press(desk, "Cấp cho mọi người đạt")
    passed = [person for person in people if person.chosen and person.mark() >= 5]
    expect(desk.get_by_text(f"Đã cấp {len(passed)} giấy chứng nhận.")).to_be_visible()
    keep(desk, "desk-80-certificates")
    given = keep_file(fetch(desk, f"/exams/{EXAM}/certificates.pdf"), "certificates.pdf")
    said = [re.search(r"xếp loại (.+?) \. Số", page)[1] for page in pages_of(given)]
    assert said == [person.band() for person in passed]
    tokens = [token for (token,) in query(instance, "SELECT token FROM certificate ORDER BY number")]
    for drawing, token in zip(drawings_of(given), tokens, strict=True):
        wanted = segno.make(f"{server}/verify/{token}", error="m", micro=False, mask=2)
        assert code_drawn(drawing) == [list(row) for row in wanted.matrix]
    address = f"{server}/verify/{tokens[0]}"
    stranger.goto(address)
    expect(stranger.get_by_text("Giấy chứng nhận này có thật và còn giá trị.")).to_be_visible()
    keep(stranger, "phone-9-verified")


def test_a_class_of_thirty_goes_from_the_list_to_the_verified_certificate(open_page, server, instance, people):
    desk = open_page("giang-vien", "/", **DESK)
    open_class(desk, people)
    set_exam(desk)

    by_hand = people[:3]
    phones = [
        open_page(person.code, "/exams", viewport={"width": width, "height": height})
        for person, (width, height) in zip(by_hand, PHONES, strict=True)
    ]
    keep(phones[0], "phone-1-own-exams")
    for phone in phones:
        enter(phone)
    keep(phones[1], "phone-2-paper")
    extend(desk, by_hand[0].place)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda person: sit_by_api(server, person), people[3:30]))
    assert [(status, answer["score"]) for status, answer in answers] == [(200, None)] * 27
    for phone, person in zip(phones, by_hand, strict=True):
        answer_by_hand(phone, person)
    assert [minutes_left(phone) for phone in phones] == [54, 44, 44]
    for phone in phones:
        keep(phone, f"phone-4-review-{phone.viewport_size['width']}")
        submit_by_hand(phone)
    keep(phones[0], "phone-5-received")
    desk.goto(f"/exams/{EXAM}/invigilation")
    keep(desk, "desk-22-board-after")
    enter_paper(desk, people)

    end_now(instance)
    written = sum(bool(person.essay) for person in people)
    second, third = open_page("can-bo-co-so", "/", **DESK), open_page("thu-ky", "/")
    # Whoever entered the paper put the code on it, and so does not mark its essay.
    assert mark_all(desk, people, lambda one: first_two(one.place)[0], "desk-40-first") == written - 1
    assert mark_all(second, people, lambda one: first_two(one.place)[1], "marker-2") == written
    differing = [person for person in people if len(person.marks) == 2 and person.marks[1] - person.marks[0] == 1]
    assert mark_all(third, people, lambda one: one.marks[0] + Decimal("0.25"), "marker-3") == len(differing) + 1 > 1
    annul_question(desk, people)
    go(desk, "Công bố điểm")
    keep(desk, "desk-54-release")
    press(desk, "Công bố điểm")
    expect(desk.get_by_text("Đã công bố điểm").first).to_be_visible()

    ask_again(phones[0])
    decide(desk, third, people, by_hand[0])
    phones[0].reload()
    expect(phones[0].get_by_text(f"điểm mới {comma(by_hand[0].mark())}")).to_be_visible()
    keep(phones[0], "phone-8-decided")
    check_mark_sheet(desk, people)
    issue_certificates(desk, open_page(None, "/"), people, instance, server)
