"""English is complete: nothing missing, nothing fuzzy, nothing left over, the same parameters in both languages."""

from __future__ import annotations

import re

import pytest

from quizapp.translations import catalogue

PARAMETER = re.compile(r"%\(\w+\)[a-z]|(?<!\$)\{\w+\}")


def texts_of(message):
    return list(message.id) if isinstance(message.id, tuple) else [message.id]


def translations_of(message):
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_catalogue_holds_exactly_the_sentences_of_the_source(language):
    kept = {str(message.id) for message in catalogue.load(language) if message.id}
    used = {str(message.id) for message in catalogue.collect() if message.id}
    assert used - kept == set(), "run make translations"
    assert kept - used == set(), "run make translations"


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_nothing_is_missing_or_fuzzy(language):
    loaded = [message for message in catalogue.load(language) if message.id]
    assert [m.id for m in loaded if not all(translations_of(m))] == []
    assert [m.id for m in loaded if m.fuzzy] == []


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_translations_have_the_same_parameters(language):
    for message in catalogue.load(language):
        if message.id:
            wanted = {parameter for text in texts_of(message) for parameter in PARAMETER.findall(text)}
            for text in translations_of(message):
                assert set(PARAMETER.findall(text)) == wanted, message.id


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_english_has_no_vietnamese_left_in_it(language):
    letters = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.I)
    names = re.compile(r"“[^”]*”|\"[^\"]*\"|Tiếng Việt|Việt Nam|NĐ-CP|QĐ-TTg")
    for message in catalogue.load(language):
        for text in translations_of(message):
            assert not letters.search(names.sub("", text)) or message.id == text, message.id
