"""The page that says what is wrong with a bank."""

from __future__ import annotations

import re

import pytest

from quizapp.accounts.access import ROLES, Permission
from tests.factories import grant, make_member, make_unit, sign_in
from tests.questions.factories import RECALL, fill_bank, make_bank, parsed_question

URL = "/banks/NQ57/quality"


@pytest.fixture
def board(app):
    """A member of the propaganda board of a unit."""
    member = make_member(unit=make_unit("Đảng ủy Khối"))
    grant(member, "propaganda_board", member.unit)
    return member


@pytest.fixture
def browser(client, board):
    """A browser in which the board's member is signed in."""
    return sign_in(client, board)


@pytest.fixture
def bank(board):
    return make_bank(unit=board.unit)


def complete(stem, reference, row=1, **fields):
    known = {"source": "Mục I", "topic": "Nghị quyết 57", "level": RECALL, "explanation": "Vì thế."}
    return parsed_question(stem, reference, row, **{**known, **fields})


def page_of(browser, url=URL):
    response = browser.get(url)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def figures_of(page):
    return re.findall(r'figure-value">([^<]+)</p>\s*<p class="figure-note">([^<]+)<', page)


def test_counts_come_first_then_findings_worst_first_with_links(browser, bank):
    fill_bank(
        bank,
        complete("Ai ký nghị quyết?", "Q1"),
        complete("Ai ký nghị quyết?", "Q2", row=2, right=(1,)),
        complete("Chi bộ họp khi nào?", "Q3", row=3, source=""),
    )
    page = page_of(browser)
    assert figures_of(page) == [
        ("3", "câu đã kiểm tra"),
        ("1", "lỗi phải sửa"),
        ("1", "cảnh báo nên xem"),
        ("0", "gợi ý"),
    ]
    assert re.findall(r'finding-name">([^<]+)<', page) == ["Cùng một câu, đáp án khác nhau", "Chưa có căn cứ"]
    assert "Cùng nội dung và phương án với câu Q1 mà đáp án khác." in page
    links = re.findall(r'href="(/banks/NQ57/questions/\d+)">([^<]+)<', page)
    assert [text for _, text in links] == ["Ai ký nghị quyết?", "Xem câu Q1", "Chi bộ họp khi nào?"]
    assert {browser.get(url).status_code for url, _ in links} == {200}


def test_keys_are_shown_as_a_table(browser, bank):
    fill_bank(bank, complete("Ai ký nghị quyết?", "Q1", right=(1,)))
    rows = re.findall(
        r'<th scope="row">(.)</th>.*?class="strong">(\d+)</span> <span[^>]*>([^<]+)<', page_of(browser), re.S
    )
    assert rows == [("A", "0", "0,00\xa0%"), ("B", "1", "100,00\xa0%"), ("C", "0", "0,00\xa0%")]


def test_bank_in_order_and_empty_bank_say_so(browser, bank):
    assert "Chưa có câu hỏi để kiểm tra" in page_of(browser)
    assert URL not in page_of(browser, "/banks/NQ57")
    fill_bank(bank, complete("Ai ký nghị quyết?", "Q1"))
    assert "Không thấy lỗi nào" in page_of(browser)
    assert URL in page_of(browser, "/banks/NQ57")


def test_long_lists_are_cut_and_can_be_paged_through(browser, bank):
    fill_bank(bank, *(complete(f"Câu hỏi số {n}?", f"Q{n}", row=n, source="") for n in range(1, 54)))
    page = page_of(browser)
    assert ("Xem tất cả 53 câu" in page, page.count("Câu hỏi số")) == (True, 5)
    first = page_of(browser, f"{URL}?rule=missing-source")
    assert (first.count("Câu hỏi số"), "Chưa có căn cứ. Hãy ghi văn bản" in first) == (50, True)
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert page_of(browser, following).count("Câu hỏi số") == 3
    assert page_of(browser, f"{URL}?rule=missing-source&page=99").count("Câu hỏi số") == 3


def test_unknown_rule_shows_all(browser, bank):
    fill_bank(bank, complete("Ai ký nghị quyết?", "Q1", source=""))
    for query in ("?rule=khong-co", "?rule=no-key", "?page=2", "?rule=&page=x"):
        assert figures_of(page_of(browser, URL + query))[0] == ("1", "câu đã kiểm tra")


def test_skewed_bank_is_told_and_has_a_page_of_its_own(browser, bank):
    fill_bank(bank, *(complete(f"Câu hỏi số {n}?", f"Q{n}", row=n) for n in range(1, 13)))
    for url in (URL, f"{URL}?rule=key-skew"):
        assert "đáp án đúng rơi vào A 12, B 0, C 0: lệch hẳn so với chia đều." in page_of(browser, url)


def test_what_an_author_wrote_is_shown_as_text(browser, bank):
    fill_bank(bank, complete("<b>Đậm</b> &lt;script&gt;?", "Q1", source=""))
    page = page_of(browser)
    assert ("Đậm &lt;script&gt;?" in page, "<b>Đậm" in page) == (True, False)


def test_visitor_stranger_and_reader_without_keys_are_kept_out(client, board, bank, monkeypatch):
    assert client.get(URL).status_code == 302
    stranger = make_member()
    grant(stranger, "administrator", stranger.unit)
    assert sign_in(client, stranger).get(URL).status_code == 404
    monkeypatch.setitem(ROLES, "reader", frozenset({Permission.BANK_VIEW}))
    reader = make_member(unit=board.unit)
    grant(reader, "reader", board.unit)
    fill_bank(bank, complete("Ai ký nghị quyết?", "Q1"))
    assert sign_in(client, reader).get(URL).status_code == 403
    assert URL not in page_of(client, "/banks/NQ57")


def test_page_costs_the_same_with_one_question_and_with_three(browser, bank, statements):
    def cost():
        statements.clear()
        page_of(browser)
        return len(statements)

    fill_bank(bank, complete("Ai ký nghị quyết?", "Q1", source=""))
    one = cost()
    fill_bank(bank, *(complete(f"Câu hỏi số {n}?", f"R{n}", row=n, source="") for n in range(3)))
    assert cost() == one
