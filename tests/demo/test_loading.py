"""The demonstration: its figures are those a real block published, and they are the same however they are counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import distinct, func, select

from quizapp import demo
from quizapp.accounts.models import Member
from quizapp.assessments import sheet
from quizapp.assessments.models import Assessment, Attempt, Result, RosterEntry
from quizapp.assessments.services import recounts
from quizapp.competitions.models import Competition, Round
from quizapp.demo import citing
from quizapp.demo.organisation import make_organisation
from quizapp.errors import Refused
from quizapp.extensions import db
from quizapp.library.models import Document, Section
from quizapp.questions.citation_models import QuestionCitation
from quizapp.units.models import Unit, UnitKind
from tests.assessments.test_attempts import snapshot

# A Saturday; the rounds lie around it.
LOADED_AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def report(app, *arguments):
    result = app.test_cli_runner().invoke(args=["report", "participation", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def rounds_of(code):
    query = select(Assessment.id).join(Round, Round.assessment_id == Assessment.id)
    return query.join(Competition, Competition.id == Round.competition_id).where(Competition.code == code)


def recount_from_raw_attempts(code):
    """Person-times, attempts and people by nothing but the attempts themselves."""
    of_rounds = Attempt.assessment_id.in_(rounds_of(code))
    per_round = select(Attempt.member_id, Attempt.assessment_id).where(of_rounds).distinct().subquery()
    return {
        "person_times": db.session.scalar(select(func.count()).select_from(per_round)),
        "attempts": db.session.scalar(select(func.count()).where(of_rounds)),
        "people": db.session.scalar(select(func.count(distinct(Attempt.member_id))).where(of_rounds)),
        "all_correct": db.session.scalar(
            select(func.count(distinct(Attempt.member_id))).where(of_rounds, Attempt.all_correct)
        ),
    }


def test_finished_competition_has_exactly_the_published_figures(app):
    loaded = demo.load(LOADED_AT)
    grassroots = select(func.count()).select_from(Unit).join(UnitKind)
    counts = {
        kind: db.session.scalar(grassroots.where(UnitKind.code == kind))
        for kind in ("grassroots_committee", "grassroots_cell")
    }
    assert counts == {"grassroots_committee": 46, "grassroots_cell": 28}
    assert loaded.members == 4_800
    told = report(app, "--competition", "nq52-2026")
    counted = recount_from_raw_attempts("nq52-2026")
    assert (counted["person_times"], counted["attempts"]) == (8_338, 25_576)
    assert {name: told["total"][name] for name in counted} == counted
    assert len(told["rows"]) == 74
    for name in ("members", "eligible", "people", "person_times", "attempts", "all_correct"):
        assert sum(row[name] for row in told["rows"]) == told["total"][name], name
    lowest = min(row["rate_eligible"] for row in told["rows"])
    highest = max(row["rate_eligible"] for row in told["rows"])
    assert highest - lowest > 30, "some units lag, or there is nothing to find"


def test_tallies_equal_a_recount(app):
    demo.load(LOADED_AT, members=200)
    before = snapshot()
    for assessment in db.session.scalars(select(Assessment)).all():
        recounts.recount(assessment)
    assert snapshot() == before


def test_round_is_open_and_the_first_members_have_not_sat_it(app):
    demo.load(LOADED_AT, members=200)
    open_now = db.session.scalars(
        select(Assessment).where(Assessment.opens_at <= LOADED_AT, Assessment.closes_at > LOADED_AT)
    ).one()
    used = select(func.count()).select_from(Attempt).where(Attempt.assessment_id == open_now.id)
    assert db.session.scalar(used) > 0
    first_codes = [f"dv{number:06}" for number in range(1, 51)]
    first = select(Member.id).where(Member.code.in_(first_codes))
    assert db.session.scalar(used.where(Attempt.member_id.in_(first))) == 0
    eligible = select(func.count()).select_from(RosterEntry)
    eligible = eligible.where(RosterEntry.assessment_id == open_now.id, RosterEntry.reason.is_(None))
    assert db.session.scalar(eligible.where(RosterEntry.member_id.in_(first))) == 50


def test_questions_cite_the_sections_they_are_about(app):
    demo.load(LOADED_AT, members=20)
    query = (
        select(Document.number, Section.anchor, func.count())
        .join(QuestionCitation, QuestionCitation.document_id == Document.id)
        .outerjoin(Section, Section.id == QuestionCitation.section_id)
        .group_by(Document.number, Section.anchor)
    )
    found = {(number, anchor): count for number, anchor, count in db.session.execute(query)}
    wanted = {(number, anchor) for number, sections in citing.ABOUT.items() for anchor, *_ in sections}
    assert wanted <= set(found)  # each of them has a question
    assert found["57-NQ/TW", "muc-1-khoan-1"] == 3
    whole = sum(count for (_, anchor), count in found.items() if anchor is None)
    assert whole * 2 < sum(found.values())


def test_same_seed_gives_the_same_data(app):
    def loaded_results(seed):
        demo.load(LOADED_AT, members=60, seed=seed)
        columns = (Member.code, Member.name, Result.score, Result.seconds, Result.submitted_at)
        query = select(*columns).join(Member, Member.id == Result.member_id).order_by(*columns)
        rows = [tuple(row) for row in db.session.execute(query)]
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
        sheet.forget()
        return rows

    first = loaded_results(7)
    assert loaded_results(7) == first
    assert loaded_results(8) != first


def test_database_that_is_not_empty_is_left_alone(app):
    demo.load(LOADED_AT, members=20)
    with pytest.raises(Refused, match="đã có dữ liệu"):
        demo.load(LOADED_AT, members=20)


@pytest.mark.parametrize(("members", "grassroots"), [(1, 74), (4_800, 74), (9_600, 148), (100_000, 21 * 74)])
def test_organisation_grows_by_whole_blocks(members, grassroots):
    from random import Random

    organisation = make_organisation(members, Random(1))
    units = [unit for _, unit in organisation.walk()]
    assert sum(unit.members for unit in units) == members
    assert sum(unit.kind.startswith("grassroots") for unit in units) == grassroots
    assert len({unit.code for unit in units}) == len(units)
