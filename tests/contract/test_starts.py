"""Starting, stopping and migrating."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import make_url

from tests.conftest import new_postgres_database
from tests.program import Program

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")


def test_two_starts_at_once_do_no_harm_and_sigterm_stops_one_cleanly(story):
    assert story.second_exit == 0
    assert "Traceback" not in story.second_log
    assert story.server.call("GET", "/health/ready").status == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_database_goes_up_at_once_from_two_programs_and_down_again(tmp_path, worker, kind):
    url = new_postgres_database(f"contract_{worker}") if kind == "postgresql" else f"sqlite:///{tmp_path}/x.sqlite3"
    assert make_url(url).get_backend_name() == kind
    program = Program(tmp_path, DATABASE_URL=url)
    together = program.run_together(("db", "upgrade"), ("db", "upgrade"))
    assert [(ended.code, ended.out) for ended in together] == [(0, ""), (0, "")], together
    loaded = program.start_forking()
    try:
        codes = [program.fork(loaded, "db", *words).code for words in (["check"], ["downgrade", "base"], ["check"])]
        assert codes == [0, 0, 1]
    finally:
        loaded.kill()
        loaded.wait()


def test_demonstration_is_loaded_into_an_empty_database_only(tmp_path):
    program = Program(tmp_path)
    loaded = program.start_forking()
    try:
        first, again = (program.fork(loaded, "demo", "load", "--members", "60", "--seed", "7") for _ in range(2))
        assert (first.code, first.out, again.code, again.out) == (0, "", 1, "")
        password = program.fork(loaded, "members", "password", "dv000060", "--stdin", stdin="mật khẩu khác\n")
        beyond = program.fork(loaded, "members", "password", "dv000061", "--stdin", stdin="mật khẩu khác\n")
        assert (password.code, beyond.code) == (0, 1)
    finally:
        loaded.kill()
        loaded.wait()
