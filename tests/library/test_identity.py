"""Numbers and issuers are compared as people mean them."""

from __future__ import annotations

import pytest

from quizapp.library.identity import issuer_key, number_key


@pytest.mark.parametrize("written", ["57-NQ/TW", "57 - nq/tw", "57–NQ/TW", "57\N{NON-BREAKING HYPHEN}NQ/TW"])
def test_one_number_written_differently_is_one(written):
    assert number_key(written) == "57-nq/tw"


def test_letter_d_with_stroke_is_d():
    assert number_key("17-QĐ/TW") == number_key("17-qd/tw") == "17-qd/tw"


def test_issuers_differ_in_words_only():
    assert issuer_key("Bộ  Chính trị") == issuer_key("BỘ CHÍNH TRỊ.") == "bo chinh tri"
