"""What everybody sees: the competition's page, QR code, poster; and standings by who asks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.competitions.services import competitions, prizes, publication, results
from quizapp.competitions.specs import PrizeSpec
from tests.competitions.factories import HOUR, make_competition, make_published, make_round, sit_round
from tests.factories import make_member, make_unit, sign_in


@pytest.fixture
def members(unit):
    cell = make_unit("Chi bộ Một", unit)
    names = ("Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Chi", "Phạm Văn Dũng", "Vũ Đức Em", "Đỗ Thị Giang")
    return [make_member(name, unit=cell) for name in names]


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def make_open_round(unit, hours=1, **fields):
    return make_published(unit, opens_at=clock.now() - hours * HOUR, **fields)


def sit_all(round, members, wrongs):
    start = round.assessment.opens_at + timedelta(minutes=5)
    for member, wrong in zip(members, wrongs, strict=False):
        sit_round(round, member, started=start, wrong=wrong)


# --- The page


@pytest.mark.parametrize(
    "path", ["/c/nq57", "/c/nq57/qr.svg", "/c/nq57/poster", "/c/nq57/standings", "/a/nq57-1/standings"]
)
def test_draft_is_hidden_from_everybody(client, unit, path):
    make_round(make_competition(unit))
    assert client.get(path).status_code == 404
    assert sign_in(client, make_member(unit=unit)).get(path).status_code == 404


def test_page_of_a_running_competition_is_open_to_everybody(client, unit, members):
    round = make_open_round(unit)
    competitions.edit_competition(
        round.competition, rules="## Đối tượng\n\nMọi người\n\n## Giải\n\nNhiều", now=clock.now()
    )
    page = text_of(client.get("/c/nq57"))
    assert "Đang diễn ra" in page
    assert 'href="/a/nq57-1"' in page
    assert 'data-countdown="' in page
    assert '<h3 id="tl-doi-tuong">Đối tượng</h3>' in page
    assert 'src="/c/nq57/qr.svg"' in page
    assert members[0].name not in page


def test_page_counts_down_to_an_opening(client, unit, members):
    make_published(unit, opens_at=clock.now() + 2 * HOUR)
    page = text_of(client.get("/c/nq57"))
    assert "Còn lại đến giờ mở" in page
    assert "disabled data-countdown-wakes" in page


def test_rounds_that_are_drafts_stay_hidden_on_a_published_page(client, unit, members):
    round = make_open_round(unit)
    make_round(round.competition, title="Tuần bí mật", opens_at=clock.now() + 50 * HOUR)
    assert "Tuần bí mật" not in text_of(client.get("/c/nq57"))
    assert "Tuần bí mật" not in text_of(client.get("/c/nq57/poster"))


def test_public_figures_name_no_cell_under_five(client, unit, members):
    round = make_open_round(unit)
    sit_all(round, members, [0, 0])
    assert "dưới 5" in text_of(client.get("/c/nq57"))


def test_qr_code_is_a_picture_that_may_be_kept(client, unit, members):
    make_open_round(unit)
    answer = client.get("/c/nq57/qr.svg")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/svg+xml", "public, max-age=3600")
    assert answer.data.startswith(b"<?xml")


def test_poster_tells_when_and_how(client, unit, members):
    make_open_round(unit)
    page = text_of(client.get("/c/nq57/poster"))
    assert "http://localhost/c/nq57" in page
    assert "Quét mã QR, hoặc gõ địa chỉ trên." in page


def test_page_costs_the_same_with_one_and_with_three_rounds(client, unit, members, statements):
    round = make_open_round(unit)
    client.get("/c/nq57")
    statements.clear()
    client.get("/c/nq57")
    one = len(statements)
    for number in (2, 3):
        make_round(round.competition, title=f"Tuần {number}", opens_at=clock.now() + number * 24 * HOUR)
    publication.publish_competition(round.competition, clock.now())
    statements.clear()
    assert text_of(client.get("/c/nq57")).count("Sắp diễn ra") == 2
    assert len(statements) == one


# --- Standings


def test_member_sees_the_own_rank_and_both_tops_while_the_round_runs(client, unit, members):
    elsewhere = make_member("Người Nơi Khác", unit=make_unit("Chi bộ Hai", unit))
    round = make_open_round(unit)
    sit_all(round, [*members[:3], elsewhere], [1, 0, 2, 0])
    page = text_of(sign_in(client, members[0]).get("/c/nq57/standings"))
    assert "Thứ hạng tạm thời của bạn" in page
    assert "3 / 4" in page
    assert "2 / 3" in page
    assert page.count("Người Nơi Khác") == 1
    assert page.count("Trần Văn Bình") == 2
    assert "Xếp hạng đơn vị" not in page


def test_visitor_sees_no_names_before_publication_and_winners_and_units_after_it(client, unit, members):
    competition = make_competition(unit)
    round = make_round(competition, opens_at=clock.now() - 5 * HOUR)
    prizes.set_prizes(competition, [PrizeSpec("Giải Nhất")], clock.now())
    publication.publish_competition(competition, round.assessment.opens_at)
    sit_all(round, members, [0, 1, 1, 2, 2, 3])
    before = text_of(client.get("/c/nq57/standings"))
    assert not [member.name for member in members if member.name in before]
    assert "Đăng nhập để xem thứ hạng" in before
    results.publish_results(round, None, "", clock.now())
    after = text_of(client.get("/c/nq57/standings"))
    assert [member.name for member in members if member.name in after] == ["Nguyễn Thị An"]
    assert "6 / 6" in after
    assert "100,00 %" in after


def test_members_outside_the_audience_see_what_visitors_see(client, unit, members):
    round = make_open_round(unit)
    sit_all(round, members, [0])
    stranger = make_member(unit=make_unit("Đảng bộ Khác"))
    page = text_of(sign_in(client, stranger).get("/c/nq57/standings"))
    assert "Nguyễn Thị An" not in page
    assert "Bảng xếp hạng tạm thời dành cho người dự thi" in page


def test_published_standings_show_everybody_with_equal_ranks(client, unit, members):
    round = make_open_round(unit, hours=5, ranking=("score",))
    sit_all(round, members[:4], [0, 1, 1, 2])
    results.publish_results(round, None, "", clock.now())
    page = text_of(sign_in(client, members[0]).get("/c/nq57/standings"))
    ranks = [part.split("<")[0] for part in page.split('<td class="rank">')[1:]]
    assert ranks == ["1", "2", "2", "4"]
    assert "Toàn bộ 4 người" in page


def test_unit_with_few_people_is_not_named_in_public(client, unit, members):
    alone = make_member(unit=make_unit("Chi bộ Bé Nhỏ", unit))
    round = make_open_round(unit, hours=5)
    sit_all(round, [*members, alone], [0] * 7)
    results.publish_results(round, None, "", clock.now())
    page = text_of(client.get("/c/nq57/standings"))
    assert "Chi bộ Một" in page
    assert "Chi bộ Bé Nhỏ" not in page
    assert "1 đơn vị có dưới 5 người dự thi không nêu trong bảng." in page


@pytest.mark.parametrize("is_published", [False, True])
def test_standings_cost_the_same_with_one_and_with_three_people(client, unit, members, statements, is_published):
    round = make_open_round(unit, hours=5 if is_published else 1)
    sit_all(round, members[:1], [0])
    if is_published:
        results.publish_results(round, None, "", clock.now())
    browser = sign_in(client, members[0])
    browser.get("/c/nq57/standings")
    statements.clear()
    browser.get("/c/nq57/standings")
    one = len(statements)
    sit_all(round, members[1:3], [1, 2])
    statements.clear()
    page = text_of(browser.get("/c/nq57/standings"))
    assert "Lê Thị Chi" in page
    assert len(statements) == one


def test_round_is_chosen_by_its_number_and_known_by_its_assessment(client, unit, members):
    round = make_open_round(unit, hours=30, title="Tuần một")
    make_round(round.competition, title="Tuần hai", opens_at=clock.now() - HOUR)
    publication.publish_competition(round.competition, clock.now())
    assert "<h2>Tuần hai</h2>" in text_of(client.get("/c/nq57/standings"))
    assert "<h2>Tuần một</h2>" in text_of(client.get("/c/nq57/standings?round=1"))
    assert "Chưa có bảng xếp hạng" in text_of(client.get("/c/nq57/standings?round=9"))
    assert client.get("/a/nq57-2/standings").location == "/c/nq57/standings?round=2"


def test_competition_that_has_not_opened_has_no_standings_yet(client, unit, members):
    make_published(unit, opens_at=clock.now() + 2 * HOUR)
    assert "Chưa có bảng xếp hạng" in text_of(client.get("/c/nq57/standings"))
