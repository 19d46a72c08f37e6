"""What an instructor and the learners do in browsers when an exam is set and sat."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.exam_people import ACCESS_CODE, CHOICES, ESSAY, EXAM, KEY, Person
from tests.e2e.waiting import wait_until
from tests.pdf_text import pages_of

PICTURES = os.environ.get("TEST_PICTURES")
CLASS = "lop-tron-ven"


def keep(page: Page, name: str) -> None:
    """A picture to look at, where one is asked for; a page of the phone never scrolls sideways."""
    # A click may have sent for another page: between the two there is no document.
    wait_until(page, "document.documentElement?.scrollWidth <= innerWidth")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def keep_file(content: bytes, name: str) -> bytes:
    if PICTURES:
        Path(PICTURES, name).write_bytes(content)
    return content


def fetch(page: Page, address: str) -> bytes:
    """A file that the signed-in person may download."""
    answer = page.request.get(address)
    assert answer.ok, (address, answer.status)
    return answer.body()


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def open_class(desk: Page, people: list[Person]) -> None:
    """The class, its learners, a session with attendance, and two more markers."""
    desk.goto("/classes")
    go(desk, "Mở lớp")
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    desk.get_by_label("Tên lớp").fill("Lớp trọn vẹn, khóa 1")
    desk.get_by_label("Tên khóa học").fill("Bồi dưỡng trọn vẹn")
    desk.get_by_label("Khai giảng").fill(f"{today - timedelta(days=20)}")
    desk.get_by_label("Bế giảng").fill(f"{today + timedelta(days=1)}")
    desk.get_by_label("Mã lớp").fill(CLASS)
    keep(desk, "desk-01-new-class")
    press(desk, "Mở lớp")
    keep(desk, "desk-02-empty-class")
    go(desk, "Thêm học viên")
    desk.get_by_label("Mã số học viên").fill("\n".join(person.code for person in people))
    keep(desk, "desk-03-learners")
    press(desk, "Thêm học viên")
    expect(desk.locator("tbody tr")).to_have_count(len(people))
    keep(desk, "desk-04-class")
    go(desk, "Buổi học")
    desk.get_by_label("Tên buổi học").fill("Bài 1")
    desk.get_by_label("Ngày học").fill(f"{today - timedelta(days=10)}")
    press(desk, "Thêm và điểm danh")
    desk.locator("tbody tr").last.locator("input[value=unexcused]").check(force=True)
    keep(desk, "desk-05-attendance")
    press(desk, "Lưu điểm danh")
    keep(desk, "desk-06-sessions")
    go(desk, "Người phụ trách")
    for code in ("can-bo-co-so", "thu-ky"):
        desk.get_by_label("Mã số").fill(code)
        desk.get_by_label("Việc", exact=True).select_option("marker")
        press(desk, "Giao việc")
    keep(desk, "desk-07-instructors")


def set_exam(desk: Page) -> None:
    """The five steps; it opens now."""
    go(desk, "Kỳ thi")
    keep(desk, "desk-08-no-exams")
    go(desk, "Lập kỳ thi")
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    desk.get_by_label("Tên kỳ thi").fill("Thi cuối khóa trọn vẹn")
    desk.get_by_label("Mở lúc").first.fill(f"{now:%Y-%m-%dT%H:%M}")
    desk.get_by_label("Đóng lúc").fill(f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    desk.get_by_label("Địa điểm thi").fill("Hội trường tầng 2")
    keep(desk, "desk-09-information")
    press(desk, "Lưu và soạn đề")
    fill_matrix_row(desk, 0, "TRON-VEN|", "20", "0,3")
    press(desk, "Thêm dòng")
    fill_matrix_row(desk, 1, "TRON-VEN-TL|", "1", "4")
    press(desk, "Lưu và kiểm tra")
    keep(desk, "desk-10-matrix")
    go(desk, "Xem đề mẫu")
    keep(desk, "desk-11-sample")
    go(desk, "Làm thử")
    keep(desk, "desk-12-rehearsal")
    desk.goto(f"/exams/{EXAM}/rules")
    desk.get_by_label("Mã vào thi").fill(ACCESS_CODE)
    desk.get_by_label("Nội quy phải chấp nhận trước khi vào thi").fill("- Không dùng tài liệu.\n- Không trao đổi bài.")
    keep(desk, "desk-13-rules")
    press(desk, "Lưu và tiếp tục")
    keep(desk, "desk-14-marking-rules")
    press(desk, "Lưu và tiếp tục")
    keep(desk, "desk-15-publication")
    press(desk, "Công bố kỳ thi")
    keep(desk, "desk-16-exam")
    go(desk, "Danh sách thí sinh")
    expect(desk.get_by_text("Dự 0/1 buổi học, cần ít nhất 80 %.")).to_be_visible()
    keep(desk, "desk-17-candidates")


def fill_matrix_row(desk: Page, row: int, source: str, count: str, points: str) -> None:
    line = desk.locator("tr[data-row]").nth(row)
    line.locator("[data-source]").select_option(source)
    line.locator("[data-count]").fill(count)
    line.locator("[data-points]").fill(points)


def enter(phone: Page) -> None:
    """From the own exams through the rules and the code to the first question."""
    phone.goto("/exams")
    go(phone, "Đến trang thi")
    phone.locator("#accepts-conditions").check()
    phone.locator("#access-code").fill(ACCESS_CODE)
    press(phone, "Vào thi")
    phone.wait_for_url(re.compile("/attempts/"))


def answer_by_hand(phone: Page, person: Person) -> None:
    """Question by question as they come; the last screen is the review."""
    for _ in range(CHOICES + 1):
        shown = phone.locator(".question:visible")
        stem = shown.locator(".prompt").inner_text().strip()
        if stem == ESSAY:
            if person.essay:
                shown.get_by_label("Bài viết của bạn").fill(person.essay)
            if person.place == 1:
                keep(phone, "phone-3-essay")
        elif stem in person.chosen:
            shown.locator(".option label").filter(has_text=person.chosen[stem]).click()
        phone.locator("#next").click()


def submit_by_hand(phone: Page) -> None:
    expect(phone.locator("#review")).to_be_visible()
    phone.locator("#submit").click()
    if phone.locator("#confirm[open]").count():
        phone.locator("#confirm-submit").click()
    expect(phone.locator("#receipt")).to_be_visible()


def minutes_left(phone: Page) -> int:
    return int(phone.locator("#time-left").inner_text().split(":")[0])


def extend(desk: Page, place: int) -> None:
    desk.goto(f"/exams/{EXAM}/invigilation")
    expect(desk.locator("tr[data-state=working]")).to_have_count(3)
    keep(desk, "desk-20-board")
    desk.locator("tr[data-member]").nth(place - 1).locator("th a").click()
    desk.locator("summary", has_text="Thêm giờ").click()
    desk.get_by_label("Số phút thêm").fill("10")
    keep(desk, "desk-21-candidate")
    press(desk, "Thêm giờ")
    expect(desk.get_by_text("Đã thêm giờ")).to_be_visible()


def letters_on_paper(pages: list[str], twin: Person) -> str:
    """What somebody with the printed paper in hand ticks who knows what the twin knows, read off the PDF alone."""
    text = " ".join(pages)
    row = ""
    for number in range(1, CHOICES + 1):
        block = re.search(rf"Câu {number}\. (.*?)(?=Câu {number + 1}\. |PHIẾU TRẢ LỜI|$)", text)[1]
        stem = next(stem for stem in KEY if stem in block)
        chosen = twin.chosen.get(stem)
        options = {text: letter for letter, text in re.findall(r"([A-D])\. (Ý \w+ của bài \d+)", block)}
        row += options[chosen] if chosen else "-"
    return row


def enter_paper(desk: Page, people: list[Person]) -> None:
    """Print two codes; the one without a phone answers the second as the twenty-first learner did, by hand."""
    desk.goto(f"/exams/{EXAM}")
    go(desk, "Mã đề in giấy")
    desk.get_by_label("Số mã đề").fill("2")
    press(desk, "Tạo mã đề")
    keep(desk, "desk-30-paper-codes")
    pages = pages_of(keep_file(fetch(desk, f"/exams/{EXAM}/paper/papers.pdf?paper=102"), "papers.pdf"))
    keep_file(fetch(desk, f"/exams/{EXAM}/paper/keys.pdf"), "keys.pdf")
    twin, on_paper = people[19], people[30]
    on_paper.chosen, on_paper.essay = dict(twin.chosen), "Trên giấy."
    go(desk, "Nhập bài làm")
    keep(desk, "desk-31-entries")
    desk.locator("tbody tr").nth(on_paper.place - 1).get_by_role("link").click()
    desk.get_by_label("Mã đề").select_option("102")
    desk.locator("#answers").fill(letters_on_paper(pages, twin))
    keep(desk, "desk-32-entry")
    press(desk, "Lưu và sang người tiếp theo")
    expect(desk.get_by_text(re.compile("Hãy ghi phách .+ lên tờ bài tự luận"))).to_be_visible()
    keep(desk, "desk-33-entered")


def collect(desk: Page) -> dict[str, str]:
    """{anonymous code: the essay's page}, as the signed-in marker has them waiting."""
    desk.goto(f"/exams/{EXAM}/marking")
    links = desk.locator("li.item", has_text=re.compile("Chờ chấm|lệch nhau|phúc khảo")).locator("a")
    return {link.inner_text(): link.get_attribute("href") or "" for link in links.all()}


def whose(page: str, people: list[Person]) -> Person:
    """Markers do not know; this test knows its texts, and who alone wrote by hand."""
    if "chấm trên tờ bài làm" in page:
        return people[30]
    return people[int(re.search(r"Bài viết của người thứ (\d+)\.", page)[1]) - 1]


def split(points: Decimal) -> list[str]:
    """By the two criteria of 2.5 and 1.5 points."""
    first = min(points, Decimal("2.5"))
    return [str(one).replace(".", ",") for one in (first, points - first)]


def mark_by_hand(desk: Page, code: str, points: Decimal, picture: str) -> None:
    """One essay on the page itself."""
    go(desk, code)
    for number, given in enumerate(split(points)):
        desk.locator(f"#points-{number}").fill(given)
    desk.get_by_label(re.compile("Nhận xét")).fill("Rõ ràng, đủ ý.")
    keep(desk, picture)
    desk.locator("[data-finish]").click()
    expect(desk.get_by_text(f"Đã chấm xong bài {code}")).to_be_visible()


def mark_all(desk: Page, people: list[Person], give: Any, picture: str) -> int:
    """The first by hand, the others by the form's own address; how many."""
    waiting = collect(desk)
    keep(desk, f"{picture}-queue")
    for place, (code, address) in enumerate(waiting.items()):
        page = desk.request.get(address).text()
        person = whose(page, people)
        points = give(person)
        person.marks.append(points)
        if place == 0:
            mark_by_hand(desk, code, points, f"{picture}-essay")
            continue
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        given = {f"points-{number}": text for number, text in enumerate(split(points))}
        form = {"csrf_token": token, "revision": "0", "comment": "", "action": "finish", **given}
        answer = desk.request.post(f"{address}/mark", form=form, max_redirects=0)
        assert answer.status == 303, answer.text()
    return len(waiting)
