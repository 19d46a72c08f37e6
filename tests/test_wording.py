"""Numbers, rates, dates and durations in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_babel import force_locale

from quizapp import wording
from quizapp.errors import Sentence
from tests.accounts.forms import post_form
from tests.factories import make_member, sign_in

NOW = datetime(2026, 11, 21, 3, 41, 59, tzinfo=UTC)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (None, None, "–", "–"),
        (0, None, "0", "0"),
        (25576, None, "25.576", "25,576"),
        (1234.5, None, "1.234,5", "1,234.5"),
        (7.0, None, "7", "7"),
        (7.256, None, "7,26", "7.26"),
        (7, 2, "7,00", "7.00"),
        (7.5, 2, "7,50", "7.50"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (-3.25, None, "-3,25", "-3.25"),
    ],
)
def test_numbers(app, value, decimals, vietnamese, english):
    assert wording.number(value, decimals) == vietnamese
    with force_locale("en"):
        assert wording.number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (98.7, f"98,70{SPACE}%", f"98.70{SPACE}%"),
        (95.57, f"95,57{SPACE}%", f"95.57{SPACE}%"),
        (100.0, f"100,00{SPACE}%", f"100.00{SPACE}%"),
        (0.0, f"0,00{SPACE}%", f"0.00{SPACE}%"),
        (None, "–", "–"),
    ],
)
def test_rates_have_two_decimals(app, value, vietnamese, english):
    assert wording.percent(value) == vietnamese
    with force_locale("en"):
        assert wording.percent(value) == english


def test_days_and_moments_are_local_and_the_same_in_both_languages(app):
    late = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)
    for locale in ("vi", "en"):
        with force_locale(locale):
            assert wording.day(late) == "22/11/2026"
            assert wording.day(date(2026, 1, 2)) == "02/01/2026"
            assert wording.moment(late) == "00:05, 22/11/2026"
            assert (wording.day(None), wording.moment(None)) == ("–", "–")
    assert wording.local_day(late) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("seconds", "vietnamese", "english"),
    [
        (None, "–", "–"),
        (0, "0 giây", "0 s"),
        (59, "59 giây", "59 s"),
        (60, "1 phút 0 giây", "1 min 0 s"),
        (725, "12 phút 5 giây", "12 min 5 s"),
        (60 * 1500, "1.500 phút 0 giây", "1,500 min 0 s"),
    ],
)
def test_durations(app, seconds, vietnamese, english):
    assert wording.duration(seconds) == vietnamese
    with force_locale("en"):
        assert wording.duration(seconds) == english


@pytest.mark.parametrize(
    ("left", "vietnamese", "english"),
    [
        (timedelta(days=2, hours=4, minutes=59), "2 ngày 4 giờ", "2 d 4 h"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 giờ 59 phút", "23 h 59 min"),
        (timedelta(minutes=5, seconds=59), "5 phút", "5 min"),
        (timedelta(seconds=30), "0 phút", "0 min"),
        (timedelta(seconds=-30), "0 phút", "0 min"),
    ],
)
def test_time_left_tells_the_two_largest_parts(app, left, vietnamese, english):
    assert wording.time_left(NOW + left, NOW) == vietnamese
    with force_locale("en"):
        assert wording.time_left(NOW + left, NOW) == english


def test_document_number_stays_on_one_line():
    assert wording.unbroken("57-NQ/TW") == "57\N{NON-BREAKING HYPHEN}NQ/\N{WORD JOINER}TW"


def test_sentence_is_translated_with_the_sentences_inside_it(app):
    inner = Sentence("Thiếu ngày giờ bắt đầu hoặc nộp bài.")
    outer = Sentence("Dòng %(row)s (%(item)s): %(sentence)s", row=3, item="dv1", sentence=inner)
    assert wording.translate(outer) == "Dòng 3 (dv1): Thiếu ngày giờ bắt đầu hoặc nộp bài."
    assert wording.translate("đã là chữ") == "đã là chữ"
    with force_locale("en"):
        translated = wording.translate(outer)
    assert translated.startswith("Row 3 (dv1): ")
    assert "Thiếu" not in translated


def test_percent_sign_in_a_parameter_or_in_a_sentence_is_only_a_sign(app):
    assert wording.translate(Sentence("Không có đơn vị “%(code)s”.", code="100%s")) == "Không có đơn vị “100%s”."
    assert wording.translate(Sentence("Đạt 100%")) == "Đạt 100%"


@pytest.mark.parametrize(
    ("header", "cookie", "language"),
    [(None, None, "vi"), ("en-US,en;q=0.9", None, "vi"), (None, "en", "en"), ("vi", "en", "en"), (None, "fr", "vi")],
)
def test_language_is_chosen_by_the_reader_and_not_by_the_browser(client, header, cookie, language):
    if cookie:
        client.set_cookie("locale", cookie)
    page = client.get("/sign-in", headers={"Accept-Language": header} if header else {}).text
    assert f'<html lang="{language}"' in page


def test_members_own_language_comes_before_the_cookie(client):
    browser = sign_in(client, make_member(locale="en"))
    browser.set_cookie("locale", "vi")
    assert '<html lang="en"' in browser.get("/account").text


def test_refusal_is_told_in_the_language_of_the_reader(client):
    client.set_cookie("locale", "en")
    answer = post_form(client, "/sign-in", {"login": "nobody", "password": "nothing"})
    assert "Mật khẩu" not in answer.text
    assert client.get("/api/v1/assessments").json["title"] == "You have not signed in"
