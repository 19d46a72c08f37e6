from sqlalchemy import select

from quizapp.accounts.models import Member
from quizapp.batches import batched, is_one_of
from quizapp.extensions import db
from tests.factories import make_member, make_unit


def test_pieces_hold_all_items_in_order():
    assert list(batched([1, 2, 3, 4, 5], size=2)) == [[1, 2], [3, 4], [5]]


def test_more_texts_than_a_statement_has_parameters(app):
    make_member(code="có", unit=make_unit())
    codes = [f"mã {number}" for number in range(70_000)] + ["có"]
    assert db.session.scalars(select(Member.code).where(is_one_of(Member.code, codes))).all() == ["có"]
