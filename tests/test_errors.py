"""Sentences and domain errors."""

from __future__ import annotations

import pytest

from quizapp import errors
from quizapp.errors import DomainError, Invalid, Sentence, Throttled


def test_sentence_fills_its_parameters_in():
    sentence = Sentence("Dòng %(row)s: thiếu %(what)s.", row=17, what="mã số")
    assert str(sentence) == "Dòng 17: thiếu mã số."
    assert repr(sentence) == "Sentence('Dòng 17: thiếu mã số.')"


def test_sentence_may_hold_another_one():
    inner = Sentence("Thiếu %(what)s.", what="mã số")
    assert str(Sentence("Dòng %(row)s: %(fault)s", row=3, fault=inner)) == "Dòng 3: Thiếu mã số."


def test_sentence_without_parameters_may_hold_a_percent_sign():
    assert str(Sentence("Đạt 100% (%(n)s)")) == "Đạt 100% (%(n)s)"


def test_parameter_may_be_named_text():
    assert str(Sentence("“%(text)s” không phải là số.", text="một")) == "“một” không phải là số."


def test_sentences_are_values():
    first, same = Sentence("Dòng %(row)s", row=1), Sentence("Dòng %(row)s", row=1)
    assert (first == same, hash(first) == hash(same), len({first, same})) == (True, True, 1)
    for other in (Sentence("Dòng %(row)s", row=2), Sentence("Hàng %(row)s", row=1), "Dòng 1"):
        assert first != other


def test_sentence_that_holds_a_list_can_be_hashed():
    assert hash(Sentence("%(names)s", names=["a", "b"])) == hash(Sentence("%(names)s", names=["a", "b"]))


def test_error_says_its_sentence():
    error = Invalid(Sentence("Thiếu %(what)s.", what="mã số"), place="code")
    assert (str(error), error.extra) == ("Thiếu mã số.", {"place": "code"})


@pytest.mark.parametrize(
    ("name", "status", "type"),
    [
        ("Refused", 409, "refused"),
        ("Invalid", 422, "invalid"),
        ("NotFound", 404, "not-found"),
        ("Forbidden", 403, "forbidden"),
        ("Unauthenticated", 401, "unauthenticated"),
        ("Gone", 410, "gone"),
    ],
)
def test_every_kind_has_its_status(name, status, type):
    error = getattr(errors, name)(Sentence("Không được."))
    assert isinstance(error, DomainError)
    assert (error.status, error.type, error.extra) == (status, type, {})


def test_throttled_tells_when_to_come_back():
    error = Throttled(Sentence("Hãy chờ."), retry_after=30)
    assert (error.status, error.type, error.retry_after, error.extra) == (429, "throttled", 30, {"retry_after": 30})
