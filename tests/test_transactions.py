"""The outermost transaction commits, the inner ones do not, and an exception undoes everything."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, select, text, update

from quizapp.errors import Refused, Sentence
from quizapp.extensions import db
from quizapp.transactions import connection, transaction, transactional, transactional_for_an_answer
from quizapp.units.models import UnitKind

NO = Refused(Sentence("Không được."))


@transactional
def add(code: str) -> UnitKind:
    kind = UnitKind(code=code, name=code.upper())
    db.session.add(kind)
    return kind


@transactional
def add_two(first: str, second: str) -> None:
    add(first)
    assert stored() == set(), "the inner one has committed"
    add(second)


@transactional
def add_and_fail(code: str) -> None:
    add(code)
    raise NO


def add_and_then_fail(first: str, second: str) -> None:
    with transaction():
        add(first)
        add_and_fail(second)


def rename_and_fail() -> None:
    with connection() as own:
        own.execute(update(UnitKind).values(name="B"))
        raise NO


@pytest.fixture(autouse=True)
def nothing_under_way(app):
    db.session.remove()


def stored() -> set[str]:
    """What others see, through a connection that is not of this program."""
    engine = create_engine(db.engine.url)
    with engine.connect() as other:
        found = set(other.execute(text("SELECT code FROM unit_kind")).scalars())
    engine.dispose()
    return found


def test_service_commits(app):
    add("a")
    assert stored() == {"a"}


def test_services_within_a_service_are_one_transaction(app):
    add_two("a", "b")
    assert stored() == {"a", "b"}


def test_exception_undoes_what_inner_services_did(app):
    with pytest.raises(Refused):
        add_and_fail("a")
    assert stored() == set()
    with pytest.raises(Refused):
        add_and_then_fail("b", "c")
    assert stored() == set()


def test_interruption_undoes_it_too(app):
    @transactional
    def add_and_stop() -> None:
        add("a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_and_stop()
    assert stored() == set()


def test_next_service_after_an_exception_starts_anew(app):
    with pytest.raises(Refused):
        add_and_fail("a")
    add("b")
    assert stored() == {"b"}


def test_failing_commit_undoes_everything_and_leaves_a_usable_session(app):
    add("a")
    with pytest.raises(Exception, match=r"(?i)unique"):
        add("a")
    add("b")
    assert stored() == {"a", "b"}


def test_service_gives_its_value_and_keeps_its_name(app):
    assert add("a").code == "a"
    assert add.__name__ == "add"


def test_statements_without_objects_have_a_transaction_of_their_own(app):
    with connection() as own:
        own.execute(UnitKind.__table__.insert().values(code="a", name="A", position=1, is_grassroots=False))
        assert stored() == set()
    assert stored() == {"a"}
    with pytest.raises(Refused):
        rename_and_fail()
    assert db.session.scalar(select(UnitKind.name)) == "A"


def test_statements_without_objects_join_the_transaction_under_way(app):
    @transactional
    def add_and_rename_and_fail() -> None:
        add("a")
        rename_and_fail()

    with pytest.raises(Refused):
        add_and_rename_and_fail()
    assert stored() == set()


def test_statements_without_objects_are_kept_also_where_a_session_was_used_before(app):
    assert db.session.scalar(select(UnitKind.code)) is None
    with connection() as shared:
        shared.execute(UnitKind.__table__.insert().values(code="a", name="A", position=1, is_grassroots=False))
    assert stored() == {"a"}


def test_objects_of_an_answer_are_read_without_being_asked_for_anew(app, statements):
    @transactional_for_an_answer
    def add_for_an_answer() -> UnitKind:
        kind = UnitKind(code="a", name="A")
        db.session.add(kind)
        return kind

    kind = add_for_an_answer()
    statements.clear()
    assert (kind.name, statements) == ("A", [])
    other = add("b")
    statements.clear()
    assert (other.name, len(statements)) == ("B", 1)
