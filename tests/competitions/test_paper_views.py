"""The matrix as a form, and the sample paper."""

from __future__ import annotations

import pytest

from quizapp import clock
from quizapp.accounts.access import ROLES, Permission
from tests.assessments.factories import make_bank
from tests.competitions.factories import (
    HOUR,
    make_competition,
    make_round,
)
from tests.competitions.pages import post, stored, text_of
from tests.factories import grant, make_member, make_unit, sign_in


def test_rows_of_a_matrix_are_added_and_removed_without_losing_what_was_typed(browser, unit):
    competition = make_competition(unit)
    bank = make_bank(unit, code="NQ57", questions=2)
    make_round(competition, bank)
    path = "/competitions/nq57/rounds/1/matrix"
    typed = {"rows-0-source": "NQ57|", "rows-0-level": "recall", "rows-0-count": "9", "rows-0-points": "1"}
    page = text_of(post(browser, path, action="add", **typed))
    assert 'name="rows-1-source"' in page
    assert 'value="9"' in page
    assert "chỉ có 0 câu" in page
    more = {"rows-1-source": "NQ57|", "rows-1-level": "", "rows-1-count": "2", "rows-1-points": "1"}
    page = text_of(post(browser, path, action="remove:rows-0", **typed, **more))
    assert 'name="rows-0-source"' not in page
    assert 'name="rows-1-source"' in page
    assert stored().rounds[0].assessment.matrix[0]["count"] == 4


@pytest.mark.parametrize("points", ["NaN", "Infinity", "1e999", "một", "0", "0,001", "-1"])
@pytest.mark.parametrize("action", ["save", "add"])
def test_odd_points_are_refused_and_break_nothing(browser, unit, points, action):
    make_round(make_competition(unit), make_bank(unit, code="NQ57", questions=2))
    typed = {"rows-0-source": "NQ57|", "rows-0-level": "", "rows-0-count": "2", "rows-0-points": points}
    answer = post(browser, "/competitions/nq57/rounds/1/matrix", action=action, **typed)
    assert answer.status_code == (422 if action == "save" else 200)
    assert stored().rounds[0].assessment.matrix[0]["count"] == 4


def test_matrix_can_be_saved_for_every_draft(browser, unit):
    competition = make_competition(unit)
    bank = make_bank(unit, code="NQ57", questions=2)
    make_round(competition, bank)
    make_round(competition, bank, title="Tuần 2", opens_at=clock.now() + 500 * HOUR)
    typed = {"rows-0-source": "NQ57|", "rows-0-level": "", "rows-0-count": "2", "rows-0-points": "1"}
    post(browser, "/competitions/nq57/rounds/1/matrix", action="save-all", **typed)
    assert [round.assessment.matrix[0]["count"] for round in stored().rounds] == [2, 2]


def test_matrix_with_a_foreign_bank_is_refused(browser, unit):
    make_round(make_competition(unit))
    make_bank(make_unit("Đảng bộ Khác"), code="MAT", questions=2)
    typed = {"rows-0-source": "MAT|", "rows-0-level": "", "rows-0-count": "2", "rows-0-points": "1"}
    answer = post(browser, "/competitions/nq57/rounds/1/matrix", action="save", **typed)
    assert answer.status_code == 422
    assert "Không có ngân hàng câu hỏi “MAT”, hoặc bạn không được dùng." in text_of(answer)


def test_sample_paper_shows_the_key_only_to_those_who_may_see_it(client, round, unit, organiser, monkeypatch):
    path = "/competitions/nq57/rounds/1/sample?key=1"
    assert "Đáp án đúng" in text_of(sign_in(client, organiser).get(path))
    assert "Đáp án đúng" not in text_of(client.get("/competitions/nq57/rounds/1/sample"))
    monkeypatch.setitem(ROLES, "organiser", frozenset({Permission.COMPETITION_VIEW, Permission.COMPETITION_MANAGE}))
    keyless = make_member(unit=unit)
    grant(keyless, "organiser", unit)
    page = text_of(sign_in(client, keyless).get(path))
    assert "Phương án" in page
    assert "Đáp án đúng" not in page


def test_sample_paper_says_when_the_bank_is_too_small(browser, unit):
    make_round(make_competition(unit), make_bank(unit, questions=1))
    answer = browser.get("/competitions/nq57/rounds/1/sample")
    assert answer.status_code == 409
    assert "Ngân hàng không đủ câu" in text_of(answer)
