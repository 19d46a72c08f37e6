"""Making and editing a competition, its audience and its prizes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry
from quizapp.assessments.models import Assessment, AssessmentExclusion, Series
from quizapp.competitions import queries
from quizapp.competitions.services import audience, competitions, prizes, publication, rounds
from quizapp.competitions.specs import PrizeSpec
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from tests.competitions.factories import HOUR, make_competition, make_published, make_round, settings
from tests.conftest import NOW
from tests.factories import make_member, make_unit


@pytest.fixture
def competition(unit):
    return make_competition(unit)


def refusal(action, *args, **kwargs) -> str:
    with pytest.raises((Invalid, Refused)) as caught:
        action(*args, **kwargs)
    return str(caught.value)


def audience_names(competition):
    return [unit.name for unit in queries.list_audience(competition)]


def test_new_competition_is_a_draft_for_its_own_unit(unit):
    competition = make_competition(unit, code="nq57-2026")
    assert (competition.code, competition.published_at, competition.series.code) == ("nq57-2026", None, "nq57-2026")
    assert audience_names(competition) == [unit.name]


def test_code_is_made_from_the_title_and_is_always_free(unit):
    codes = [make_competition(unit, code="", title="Tìm hiểu Nghị quyết 57-NQ/TW").code for _ in range(3)]
    assert codes == ["tim-hieu-nghi-quyet-57", "tim-hieu-nghi-quyet-57-2", "tim-hieu-nghi-quyet-57-3"]


def test_code_in_use_is_refused(unit, competition):
    taken = "Mã cuộc thi nq57 đã được dùng. Hãy chọn mã khác."
    assert refusal(make_competition, unit, code="nq57") == taken
    other = make_competition(unit, code="nq52")
    assert refusal(competitions.edit_competition, other, code="nq57", now=NOW) == taken
    assert db.session.scalars(select(Series.code).order_by(Series.code)).all() == ["nq52", "nq57"]


@pytest.mark.parametrize("code", ["nghị quyết", "a/b", "-a", "a" * 51])
def test_code_that_no_link_can_carry_is_refused(unit, code):
    assert refusal(make_competition, unit, code=code).startswith("Mã cuộc thi dài 1 đến 50 ký tự")


def test_title_and_kinds_are_checked(competition):
    assert (
        refusal(competitions.edit_competition, competition, title="  ", now=NOW)
        == "Tên cuộc thi cần từ 1 đến 255 ký tự."
    )
    assert (
        refusal(competitions.edit_competition, competition, member_kinds=["king"], now=NOW)
        == "Không có đối tượng “king”."
    )


def test_new_code_of_a_draft_goes_to_its_series_and_rounds(competition):
    round = make_round(competition)
    competitions.edit_competition(competition, code="nq57-2026", now=NOW)
    assert (competition.series.code, round.assessment.code) == ("nq57-2026", "nq57-2026-1")


def test_edits_are_on_record_without_the_text_of_the_rules(competition):
    competitions.edit_competition(competition, title="Tên mới", rules="## Thể lệ", now=NOW)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "competition.edited")).one()
    assert entry.detail == {"changes": {"title": ["Tìm hiểu Nghị quyết 57", "Tên mới"]}, "rules": 9}


def test_draft_is_removed_with_everything_in_it(competition):
    make_round(competition)
    competitions.remove_competition(competition, NOW)
    assert db.session.scalars(select(Assessment)).all() == []
    assert db.session.scalars(select(Series)).all() == []


def test_published_competition_is_not_removed(unit):
    make_member(unit=unit)
    competition = make_published(unit).competition
    assert refusal(competitions.remove_competition, competition, NOW) == "Cuộc thi đã công bố nên không xóa được."


def test_unit_that_is_covered_already_is_refused_and_a_wider_one_takes_its_place(unit, competition):
    cell = make_unit("Chi bộ Một", unit)
    assert refusal(audience.add_unit, competition, cell, NOW) == f"Chi bộ Một đã nằm trong {unit.name} được dự thi."
    audience.remove_unit(competition, unit.id, NOW)
    audience.add_unit(competition, cell, NOW)
    assert audience_names(competition) == ["Chi bộ Một"]
    audience.add_unit(competition, unit, NOW)
    assert audience_names(competition) == [unit.name]


def test_excluded_members_can_be_readmitted_while_it_is_a_draft(unit, competition):
    author = make_member("Trần Văn Soạn", unit=unit)
    audience.exclude_member(competition, author, "author", NOW)
    audience.exclude_member(competition, author, "organiser", NOW)
    assert [(e.member.name, e.reason) for e in queries.list_exclusions(competition)] == [("Trần Văn Soạn", "organiser")]
    audience.readmit_member(competition, author.id, NOW)
    assert queries.list_exclusions(competition) == []
    assert refusal(audience.exclude_member, competition, author, "ugly", NOW) == "Không có lý do “ugly”."


def test_exclusion_after_publication_reaches_only_rounds_that_have_not_opened(unit):
    author = make_member(unit=unit)
    competition = make_published(unit).competition
    later = "Các vòng thi đã mở. Muốn loại một người, hãy dùng mục Hủy kết quả trong trang kết quả của vòng."
    assert refusal(audience.exclude_member, competition, author, "author", NOW) == later
    coming = make_round(competition, title="Tuần 2", opens_at=NOW + 2 * HOUR)
    publication.publish_competition(competition, NOW)
    audience.exclude_member(competition, author, "author", NOW)
    barred = db.session.execute(select(AssessmentExclusion.assessment_id, AssessmentExclusion.reason)).all()
    assert barred == [(coming.assessment_id, "author")]
    assert refusal(audience.readmit_member, competition, author.id, NOW).startswith("Cuộc thi đã công bố")


def test_prizes_are_kept_in_their_order(competition):
    wanted = [PrizeSpec(" Giải  Nhất "), PrizeSpec("Giải Nhì", 2), PrizeSpec("Tập thể", 3, "competition", "collective")]
    assert prizes.set_prizes(competition, wanted, NOW)
    kept = [PrizeSpec("Giải Nhất"), *wanted[1:]]
    assert prizes.list_specs(competition) == kept
    assert not prizes.set_prizes(competition, kept, NOW)


@pytest.mark.parametrize(
    ("prize", "sentence"),
    [
        (PrizeSpec("Giải Ba", 0), "Số lượng “Giải Ba” từ 1 đến 1000."),
        (PrizeSpec("Giải Ba", 1001), "Số lượng “Giải Ba” từ 1 đến 1000."),
        (PrizeSpec(""), "Tên giải cần từ 1 đến 120 ký tự."),
        (PrizeSpec("Giải Ba", 1, "year"), "“Giải Ba”: phạm vi hoặc đối tượng nhận giải chưa đúng."),
    ],
)
def test_bad_prize_is_refused(competition, prize, sentence):
    assert refusal(prizes.set_prizes, competition, [prize], NOW) == sentence
    assert competition.prizes == []


LOCKED = "Đã công bố: đổi mục này bây giờ là không công bằng với người đã biết thể lệ hoặc đã thi."


@pytest.fixture
def published(unit):
    make_member(unit=unit)
    competition = make_competition(unit)
    make_round(competition)
    prizes.set_prizes(competition, [PrizeSpec("Giải Nhất")], NOW)
    publication.publish_competition(competition, NOW)
    return competition


def test_publication_locks_what_would_be_unfair_to_change(published, unit):
    other = make_unit("Đảng bộ Khác")
    edit = competitions.edit_competition
    assert refusal(edit, published, unit=other, now=NOW) == f"Không đổi được đơn vị tổ chức. {LOCKED}"
    assert refusal(edit, published, member_kinds=["official"], now=NOW) == f"Không đổi được đối tượng dự thi. {LOCKED}"
    assert refusal(edit, published, code="khac", now=NOW).startswith("Không đổi được mã. Mã đã có trên liên kết")
    assert refusal(audience.add_unit, published, other, NOW) == f"Không đổi được đơn vị dự thi. {LOCKED}"
    assert refusal(audience.remove_unit, published, unit.id, NOW) == f"Không đổi được đơn vị dự thi. {LOCKED}"
    assert refusal(prizes.set_prizes, published, [], NOW) == f"Không đổi được giải thưởng. {LOCKED}"
    assert refusal(prizes.set_prizes, published, [PrizeSpec("Giải Nhất", 2)], NOW).startswith(
        "Không đổi được giải thưởng"
    )


def test_title_rules_and_names_of_prizes_can_still_be_mended(published):
    competitions.edit_competition(published, title="Tên đã sửa", rules="Thể lệ đã sửa", now=NOW)
    prizes.set_prizes(published, [PrizeSpec("Giải Đặc biệt")], NOW)
    assert (published.title, published.rules) == ("Tên đã sửa", "Thể lệ đã sửa")
    assert prizes.list_specs(published) == [PrizeSpec("Giải Đặc biệt")]


def test_round_may_be_added_to_a_published_competition(published):
    rounds.add_round(published, settings("Tuần 2", NOW + 2 * HOUR), now=NOW)
    assert [round.number for round in published.rounds] == [1, 2]
