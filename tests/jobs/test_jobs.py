"""Jobs: asked for once, done once, seen when they die, shown to those whom they concern."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.errors import Refused, Sentence
from quizapp.extensions import db
from quizapp.jobs import queries, queue, registry, running, services
from quizapp.jobs.registry import Outcome
from quizapp.units.models import UnitKind
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in

LONG = services.SILENCE + timedelta(seconds=1)


@registry.register("tests.add-kind", Sentence("Thêm một loại đơn vị"))
def add_kind(arguments, work):
    db.session.add(UnitKind(code=arguments["code"], name=arguments["code"]))
    db.session.flush()
    if arguments.get("refuse"):
        raise Refused(Sentence("Không được."))
    if arguments.get("dies_in_attempt", 0) >= queries.find_job(work.id).attempts:
        raise OSError("the disk is full")
    if arguments.get("overtaken"):
        services.claim(work.id, NOW + timedelta(days=9_000))
    return Outcome(Sentence("Đã thêm %(code)s.", code=arguments["code"]), "home.show_home")


def add(key="k", **arguments):
    return services.add_job("tests.add-kind", {"code": "x", **arguments}, key, NOW)


def kinds():
    return [kind.code for kind in db.session.query(UnitKind)]


def state_of(job_id):
    db.session.remove()
    job = queries.find_job(job_id)
    return job.state, job.attempts


def test_the_same_key_is_the_same_job(app):
    assert add() == add()
    assert add("another") != add()


def test_a_job_takes_effect_once_however_often_it_is_sent(app):
    job_id = add()
    assert [running.run(job_id), running.run(job_id)] == [True, False]
    assert (kinds(), state_of(job_id)) == (["x"], ("done", 1))


def test_a_refused_job_stores_nothing_says_why_and_is_not_tried_again(app):
    job_id = add(refuse=True)
    queue.send(job_id)
    assert (kinds(), state_of(job_id)) == ([], ("failed", 1))
    assert queries.find_job(job_id).error == {"text": "Không được.", "params": {}}


def test_an_unexpected_fault_is_tried_again(app):
    job_id = add(dies_in_attempt=2)
    queue.send(job_id)
    assert (kinds(), state_of(job_id)) == (["x"], ("done", 3))


def test_after_three_attempts_it_has_failed(app):
    job_id = add(dies_in_attempt=3)
    queue.send(job_id)
    assert (kinds(), state_of(job_id)) == ([], ("failed", 3))


def test_a_job_whose_process_died_is_seen_and_done_by_another(app):
    job_id = add()
    services.claim(job_id, NOW)  # and the process is gone
    assert queue.send_forgotten(NOW + LONG - timedelta(seconds=2)) == 0
    assert services.claim(job_id, NOW + timedelta(seconds=30)) is None
    assert queue.send_forgotten(NOW + LONG) == 1
    assert (kinds(), state_of(job_id)) == (["x"], ("done", 2))


def test_a_job_that_died_three_times_is_given_up(app):
    job_id = add()
    for attempt in range(3):
        services.claim(job_id, NOW + attempt * LONG)
    assert queue.send_forgotten(NOW + 3 * LONG) == 0
    assert state_of(job_id) == ("failed", 3)


def test_an_attempt_that_was_taken_for_dead_but_lives_undoes_its_work(app):
    job_id = add(overtaken=True)
    assert running.run(job_id) is False
    assert kinds() == []


def test_a_heartbeat_of_an_older_attempt_is_refused(app):
    job_id = add()
    services.claim(job_id, NOW)
    work = registry.Work(job_id, None, NOW, Sentence("Đang đọc."), 3, 10)
    assert services.beat(1, work, NOW) is True
    assert services.beat(2, work, NOW) is False


def test_old_jobs_are_removed(app):
    job_id = add()
    running.run(job_id)
    finished = queries.find_job(job_id).finished_at
    assert services.remove_old(finished + timedelta(days=29)) == 0
    assert services.remove_old(finished + timedelta(days=31)) == 1


def test_regular_work_is_due_for_one_of_several_and_again_later(app):
    minute = timedelta(minutes=1)
    assert [services.is_due("a", minute, NOW) for _ in range(2)] == [True, False]
    assert [services.is_due("a", minute, NOW + minute) for _ in range(2)] == [True, False]


def test_overdue_attempts_and_rosters_are_regular_work(app):
    assert {"assessments.sweep", "jobs.clean", "jobs.revive"} <= set(running.run_regular())
    assert running.run_regular() == []


@pytest.fixture
def asked(app, client):
    """(browser of who asked, id of the job)"""
    unit = make_unit()
    member = make_member(unit=unit)
    job_id = services.add_job("tests.add-kind", {"code": "x"}, "k", NOW, member.id, unit.id)
    return sign_in(client, member), job_id


def test_who_asked_sees_how_far_it_has_come_and_what_came_of_it(asked):
    browser, job_id = asked
    assert "Bạn có thể rời trang này" in browser.get(f"/jobs/{job_id}").text
    waiting = {"state": "waiting", "stage": "Đang chờ đến lượt.", "percent": None, "is_over": False}
    assert browser.get(f"/jobs/{job_id}/progress").json == waiting
    running.run(job_id)
    assert "Đã thêm x." in browser.get(f"/jobs/{job_id}").text
    assert "Đã thêm x." in browser.get("/jobs").text


def test_administrators_of_the_unit_see_it_and_strangers_do_not(asked, app):
    _, job_id = asked
    unit = make_member().unit
    administrator, stranger = make_member(), make_member()
    grant(administrator, "unit_administrator", db.session.get(type(unit), queries.find_job(job_id).unit_id))
    statuses = [sign_in(app.test_client(), m).get(f"/jobs/{job_id}").status_code for m in (administrator, stranger)]
    assert statuses == [200, 404]


def test_the_list_costs_the_same_with_one_job_and_with_three(asked, statements):
    browser, job_id = asked
    browser.get("/jobs")
    statements.clear()
    browser.get("/jobs")
    with_one = len(statements)
    member_id = queries.find_job(job_id).asked_by_id
    for key in ("two", "three"):
        services.add_job("tests.add-kind", {"code": key}, key, NOW, member_id)
    statements.clear()
    browser.get("/jobs")
    assert len(statements) == with_one
