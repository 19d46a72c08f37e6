"""The bulletin of a round, and the prizes for units and for the whole competition."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.competitions import bulletins, prize_queries
from quizapp.competitions.services import prizes, publication, results
from quizapp.competitions.specs import PrizeSpec
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from quizapp.tables import read_rows
from tests.accounts.forms import post_form
from tests.assessments.factories import make_bank
from tests.competitions.factories import HOUR, make_competition, make_organiser, make_round, sit_round
from tests.competitions.pages import text_of
from tests.factories import make_member, make_unit, sign_in

PAGE = "/competitions/nq57/rounds/1/bulletin"
PRIZES = [
    PrizeSpec("Giải Nhất", 1),
    PrizeSpec("Giải tập thể", 1, "round", "collective"),
    PrizeSpec("Giải Nhất toàn cuộc", 1, "competition"),
    PrizeSpec("Cờ thi đua", 1, "competition", "collective"),
]


@pytest.fixture
def competition(unit):
    """Two rounds that have closed. All six of the first unit sat both, six of ten of the second one the first."""
    first, second = make_unit("Chi bộ Một", unit), make_unit("Chi bộ Hai", unit)
    people = [make_member(f"Người {number:02}", unit=first if number < 6 else second) for number in range(16)]
    competition = make_competition(unit)
    prizes.set_prizes(competition, PRIZES, clock.now())
    bank = make_bank(unit, questions=6)
    start = clock.now() - 20 * HOUR
    for number in range(2):
        make_round(competition, bank, title=f"Tuần {number + 1}", opens_at=start + number * 5 * HOUR)
    publication.publish_competition(competition, start)
    for round, sitting in zip(competition.rounds, (people[:12], people[:6]), strict=True):
        for place, member in enumerate(sitting):
            # The second one is best in the first round, the third one in both together.
            wrong = 1 if place != 2 and not (place == 1 and round.number == 1) else 0
            sit_round(round, member, started=round.assessment.opens_at + timedelta(minutes=place), wrong=wrong)
    return competition


def publish(competition):
    for round in competition.rounds:
        results.publish_results(round, None, "", clock.now())


def names(awards):
    return [[getattr(winner, "name", None) or winner.member.name for _, winner in award.winners] for award in awards]


def test_bulletin_tells_figures_leading_units_and_all_rounds_so_far(competition):
    publish(competition)
    first, second = (bulletins.draw_up(round) for round in competition.rounds)
    assert (first.figures.people, first.figures.attempts, first.figures.all_correct) == (12, 12, 2)
    assert (second.so_far.people, second.so_far.person_times, second.so_far.attempts) == (12, 18, 18)
    assert (first.rounds_so_far, second.rounds_so_far, second.so_far.all_correct) == (1, 2, 2)
    assert [line.name for _, line in first.by_people] == ["Chi bộ Hai", "Chi bộ Một"]
    assert [(line.name, line.rate) for _, line in first.by_rate] == [("Chi bộ Một", 100.0), ("Chi bộ Hai", 60.0)]
    assert first.overall == []
    assert names(second.overall) == [["Người 02"]]


def test_units_below_the_floor_have_no_collective_prize(competition):
    competition.collective_floor = 100
    db.session.commit()
    publish(competition)
    assert names(prize_queries.list_collective_awards(competition.rounds[0])) == [["Chi bộ Một"]]
    assert names(prize_queries.list_overall_collective_awards(competition)) == [["Chi bộ Một"]]
    competition.collective_floor = 0
    prizes_of_two = prize_queries.list_collective_awards(competition.rounds[1])
    assert names(prizes_of_two) == [["Chi bộ Một"]]


def test_prizes_of_the_whole_are_known_with_the_last_round(competition):
    results.publish_results(competition.rounds[0], None, "", clock.now())
    assert not prize_queries.has_all_results(competition)
    publish_last = results.publish_results(competition.rounds[1], None, "", clock.now())
    assert publish_last.version == 1
    assert prize_queries.has_all_results(competition)
    assert names(prize_queries.list_overall_awards(competition)) == [["Người 02"]]


def test_floor_is_a_share_and_is_locked_by_the_publication(unit, competition):
    for percent in (None, -1, 101):
        with pytest.raises(Invalid):
            prizes.set_collective_floor(competition, percent, clock.now())
    with pytest.raises(Refused):
        prizes.set_collective_floor(competition, 50, clock.now())
    draft = make_competition(unit, "khac")
    assert (prizes.set_collective_floor(draft, 50, clock.now()), draft.collective_floor) == (True, 50)


def test_page_and_workbook(client, unit, competition):
    sign_in(client, make_organiser(unit))
    assert client.get(PAGE).status_code == 404  # not published yet
    publish(competition)
    page = text_of(client.get(PAGE))
    assert "Thông báo kết quả: Tuần 1" in page
    assert "Chi bộ Một" in page
    assert "Giải của cả cuộc thi" not in page
    assert "Giải của cả cuộc thi" in text_of(client.get(PAGE.replace("/1/", "/2/")))
    assert "Cờ thi đua" in text_of(client.get("/c/nq57/standings"))
    workbook = client.get(f"{PAGE}.xlsx")
    rows = [row.cells for row in read_rows(workbook.data, "thong-bao.xlsx")]
    assert [row[:4] for row in rows if row[0] == "Giải tập thể"] == [("Giải tập thể", 1, None, "Chi bộ Một")]


def test_stranger_sees_no_bulletin(client, competition):
    publish(competition)
    assert client.get(PAGE).status_code == 302
    sign_in(client, make_member())
    assert client.get(PAGE).status_code == 404


def test_floor_is_set_with_the_prizes(client, unit):
    make_competition(unit)
    sign_in(client, make_organiser(unit))
    page = "/competitions/nq57/prizes"
    form = {"rows-0-title": "Cờ", "rows-0-quantity": "1", "rows-0-recipient": "collective", "rows-0-scope": "round"}
    answer = post_form(client, page, form | {"collective_floor": "80", "action": "save"}, page=page)
    assert answer.status_code == 303
    assert 'value="80"' in client.get(page).text
    answer = post_form(client, page, form | {"collective_floor": "101", "action": "save"}, page=page)
    assert (answer.status_code, "từ 0 đến 100 phần trăm" in answer.text) == (422, True)
