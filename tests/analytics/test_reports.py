"""Reports of the database equal a recount by hand, on every level, at a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle

from quizapp.accounts.models import Member
from quizapp.analytics import reports
from quizapp.analytics.participation import as_json
from quizapp.analytics.queries import subjects
from quizapp.analytics.rates import mean, rate
from quizapp.analytics.reports import participation_report
from quizapp.assessments.models import Assessment, AssessmentExclusion, Attempt, RosterEntry
from quizapp.competitions.models import Competition
from quizapp.extensions import db
from quizapp.units.models import Unit
from tests.analytics.factories import count_tallies, freeze, make_assessment, make_competition, submit
from tests.conftest import NOW
from tests.factories import make_member, make_unit


def make_block() -> tuple[Unit, list[Unit], list[Member]]:
    """(block, its children, members): a committee with two cells, a cell, and members in the block itself."""
    block = make_unit("Đảng bộ Khối", code="K")
    committee = make_unit("Đảng bộ Sở Tài chính", parent=block, code="D")
    cells = [make_unit(f"Chi bộ {name}", parent=committee, code=f"D{name}") for name in ("Một", "Hai")]
    cell = make_unit("Chi bộ Tỉnh đoàn", parent=block, code="T")
    homes = cycle([cells[0], cells[1], cell, block, cells[0]])
    statuses = cycle(["active", "active", "exempt", "active", "active", "active", "away"])
    members = [make_member(unit=next(homes), status=next(statuses)) for _ in range(30)]
    return block, [cell, committee], members


def sit(assessments: Sequence[Assessment], members: Sequence[Member]) -> None:
    """Freeze the rosters and let two of three eligible members submit, some of them several times."""
    for index, assessment in enumerate(assessments):
        freeze(assessment, members, {m.id: m.status for m in members if m.status != "active"})
        for place, member in enumerate(m for m in members if m.status == "active"):
            for number in range((place + index) % 3):
                at = assessment.opens_at + timedelta(days=number, hours=place % 20)
                submit(assessment, member, (place * 1.25 + number) % 10, at, is_all_correct=place % 4 == number)
    count_tallies(assessments)


def recounted(assessments: Sequence[Assessment], unit: Unit) -> dict[str, object]:
    """The row of the unit's subtree, from rosters and attempts alone."""
    ids = [assessment.id for assessment in assessments]
    below = {u.id for u in db.session.query(Unit) if u.path.startswith(unit.path)}
    roster = [e for e in db.session.query(RosterEntry) if e.unit_id in below and e.assessment_id in ids]
    attempts = [a for a in db.session.query(Attempt) if a.unit_id in below and a.assessment_id in ids]
    best: dict[tuple[int, int], float] = {}
    for attempt in attempts:
        key = (attempt.assessment_id, attempt.member_id)
        best[key] = max(best.get(key, 0), attempt.score or 0)
    members = {entry.member_id for entry in roster}
    eligible = {entry.member_id for entry in roster if entry.reason is None}
    people = {attempt.member_id for attempt in attempts}
    return {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "members": len(members),
        "eligible": len(eligible),
        "people": len(people),
        "person_times": len(best),
        "attempts": len(attempts),
        "all_correct": len({attempt.member_id for attempt in attempts if attempt.all_correct}),
        "mean_score": mean(round(sum(best.values()) * 100), len(best)),
        "rate_members": rate(len(people), len(members)),
        "rate_eligible": rate(len(people), len(eligible)),
    }


def rounds_of(competition: Competition) -> list[Assessment]:
    return [r.assessment for r in competition.rounds]


def test_report_of_an_assessment_equals_a_recount_of_its_attempts(app):
    block, children, members = make_block()
    assessment = make_assessment(block)
    sit([assessment], members)
    report = as_json(participation_report(assessment, block, 1, NOW))
    assert report["unit"] == {"code": "K", "name": "Đảng bộ Khối"}
    assert report["as_of"] == "2026-11-21T03:00:00+00:00"
    assert report["total"] == recounted([assessment], block)
    assert report["total"]["people"] == report["total"]["person_times"] < report["total"]["attempts"]
    assert report["rows"] == [recounted([assessment], child) for child in children]


def test_report_of_a_competition_counts_people_once_and_person_times_by_round(app):
    block, children, members = make_block()
    competition = make_competition(block, rounds=3)
    sit(rounds_of(competition), members)
    report = as_json(participation_report(competition, block, 1, NOW))
    assert report["total"] == recounted(rounds_of(competition), block)
    assert report["total"]["people"] < report["total"]["person_times"] < report["total"]["attempts"]
    assert report["rows"] == [recounted(rounds_of(competition), child) for child in children]


def test_rows_add_up_to_the_total_on_every_level(app):
    block, _, members = make_block()
    competition = make_competition(block, rounds=2)
    sit(rounds_of(competition), members)
    report = participation_report(competition, block, 2, NOW)
    for field in ("members", "eligible", "people", "person_times", "attempts", "all_correct"):
        first = [row for row in report.rows if row.depth == 1]
        assert sum(getattr(row.counts, field) for row in first) == getattr(report.total.counts, field)
        committee = next(row for row in report.rows if row.unit.code == "D")
        below = [row for row in report.rows if row.parent_code == "D"]
        assert sum(getattr(row.counts, field) for row in below) == getattr(committee.counts, field)
    assert [(row.unit.code, row.depth, row.parent_code, row.is_direct) for row in report.rows] == [
        ("K", 1, "K", True),
        ("T", 1, "K", False),
        ("D", 1, "K", False),
        ("DHai", 2, "D", False),
        ("DMột", 2, "D", False),
    ]


def test_those_of_the_unit_itself_are_in_the_total_but_are_no_child(app):
    block, _, members = make_block()
    competition = make_competition(block, rounds=2)
    sit(rounds_of(competition), members)
    report = as_json(participation_report(competition, block, 1, NOW))
    assert [row["unit_code"] for row in report["rows"]] == ["T", "D"]
    assert sum(row["members"] for row in report["rows"]) < report["total"]["members"]


def test_lower_unit_sees_its_own_part(app):
    block, children, members = make_block()
    assessment = make_assessment(block)
    sit([assessment], members)
    report = as_json(participation_report(assessment, children[0], 1, NOW))
    assert report["total"] == recounted([assessment], children[0])
    assert report["rows"] == []


def test_before_the_roster_is_frozen_the_audience_of_now_is_counted(app):
    block, _, members = make_block()
    organiser = make_member(unit=block)
    make_member(unit=block, account_state="pending")
    make_member(unit=block, status="transferred")
    make_member(unit=make_unit("Nơi khác"))
    assessment = make_assessment(block, opens_at=NOW + timedelta(days=1))
    competition = make_competition(block, rounds=2)
    for barred in (assessment, *rounds_of(competition)):
        db.session.add(AssessmentExclusion(assessment_id=barred.id, member_id=organiser.id, reason="organiser"))
    db.session.commit()
    eligible = sum(member.status == "active" for member in members)
    for counted in (assessment, competition):
        total = participation_report(counted, block, 1, NOW).total
        assert (total.counts.members, total.counts.eligible, total.counts.people) == (len(members) + 1, eligible, 0)
        assert total.rate_eligible == 0.0


def test_attempts_brought_in_before_the_freeze_are_measured_against_the_audience(app):
    block = make_unit()
    members = [make_member(unit=block) for _ in range(4)]
    assessment = make_assessment(block)
    submit(assessment, members[0])
    count_tallies([assessment])
    total = participation_report(assessment, block, 1, NOW).total
    assert (total.counts.members, total.counts.people, total.rate_members) == (4, 1, 25.0)


def test_only_kinds_of_members_it_is_for_are_counted(app):
    block = make_unit()
    make_member(unit=block, kind="official")
    make_member(unit=block, kind="union_member")
    assessment = make_assessment(block, member_kinds=["official", "probationary"])
    assert participation_report(assessment, block, 1, NOW).total.counts.members == 1


def test_cost_is_the_same_with_more_units_and_more_attempts(app, statements):
    block = make_unit("Khối")
    first = make_unit("Một", parent=block)
    members = [make_member(unit=first)]
    competition = make_competition(block, rounds=2)
    sit(rounds_of(competition), members)
    found = competition
    statements_of = []
    for more in (0, 3):
        for _ in range(more):
            member = make_member(unit=make_unit(parent=block))
            for assessment in rounds_of(found):
                freeze(assessment, [member])
                for _ in range(8):
                    submit(assessment, member)
        db.session.commit()
        found = subjects.find_competition(competition.code)
        db.session.refresh(block)
        statements.clear()
        participation_report(found, block, 2, NOW)
        statements_of.append(len(statements))
        assert not [s for s in statements if "attempt" in s.lower().replace("attempts", "")]
    assert statements_of == [3, 3]


def test_starting_unit_is_the_lowest_that_holds_the_audience(app):
    province = make_unit("Tỉnh ủy")
    block = make_unit("Khối", parent=province)
    cells = [make_unit(f"Chi bộ {n}", parent=block) for n in range(2)]
    elsewhere = make_unit("Tỉnh khác")
    assert reports.starting_unit(make_assessment(province, audience=cells)).id == block.id
    assert reports.starting_unit(make_assessment(province, audience=[cells[0]])).id == cells[0].id
    assert reports.starting_unit(make_assessment(province, audience=[block, cells[0]])).id == block.id
    assert reports.starting_unit(make_assessment(province, audience=[block, elsewhere])).id == province.id
    assert reports.starting_unit(make_assessment(block, audience=[])).id == block.id
    assert reports.starting_unit(make_competition(block, rounds=2)).id == block.id


def test_rounds_are_told_apart_and_those_to_come_are_left_out(app):
    block, _, members = make_block()
    competition = make_competition(block, rounds=2)
    sit(rounds_of(competition), members)
    rounds_of(competition)[1].opens_at = NOW + timedelta(hours=1)
    db.session.commit()
    [line] = reports.round_lines(competition, block, NOW)
    expected = recounted(rounds_of(competition)[:1], block)
    assert (line.label, line.row.counts.people, line.row.rate_eligible) == (
        "Tuần 1",
        expected["people"],
        expected["rate_eligible"],
    )


def test_days_are_those_of_the_installation(app):
    block = make_unit()
    members = [make_member(unit=block) for _ in range(3)]
    assessment = make_assessment(block)
    freeze(assessment, members)
    midnight = NOW.replace(day=19, hour=17, minute=0)  # 00:00 on 20 November in Hà Nội
    submit(assessment, members[0], at=midnight - timedelta(minutes=1))
    submit(assessment, members[0], at=midnight)
    submit(assessment, members[1], at=midnight + timedelta(hours=3))
    count_tallies([assessment])
    assert reports.day_lines([assessment], block) == [
        reports.DayLine(date(2026, 11, 19), new_people=1, attempts=1, people_so_far=1),
        reports.DayLine(date(2026, 11, 20), new_people=1, attempts=2, people_so_far=2),
    ]
