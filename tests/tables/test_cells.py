from datetime import date, datetime

import pytest

from quizapp.errors import Invalid
from quizapp.tables import PartialDate, as_date, as_phone, as_text, is_date_column


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (4.5, "4.5"),
        (0.1 + 0.2, "0.3"),
        (912345678.0, "912345678"),
        (-3.0, "-3"),
        ("007", "007"),
        (" A\u00a0 B ", "A B"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(1965, 9, 5), "05/09/1965"),
        (datetime.fromisoformat("2026-11-21T08:05"), "21/11/2026 08:05"),
        (datetime.fromisoformat("2026-11-21T08:05:09"), "21/11/2026 08:05:09"),
    ],
)
def test_text_of_a_cell(cell, text):
    assert as_text(cell) == text


FULL = PartialDate(date(1965, 9, 5), 1965)
YEAR = PartialDate(None, 1965)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("05/09/1965", FULL),
        ("5/9/1965", FULL),
        (" 5 - 9 - 1965 ", FULL),
        ("05.09.1965", FULL),
        ("1965-09-05", FULL),
        ("1965-09-05T00:00:00", FULL),
        ("05/09/1965 00:00:00", FULL),
        ("ngày 5 tháng 9 năm 1965", FULL),
        (date(1965, 9, 5), FULL),
        (datetime.fromisoformat("1965-09-05T07:30"), FULL),
        (1965.0, YEAR),
        ("1965", YEAR),
        ("1965.0", YEAR),
        ("năm 1965", YEAR),
        ("09/1965", YEAR),
        ("00/00/1965", YEAR),
        ("__/__/1965", YEAR),
        (None, None),
        ("  ", None),
    ],
)
def test_date_of_a_cell(cell, found):
    assert as_date(cell) == found


@pytest.mark.parametrize(
    "cell",
    ["31/02/1965", "05/25/1965", "13/1965", "5/9/65", "05/09/1865", 23990.0, "23990", "hôm qua", 12.5, True, "3000"],
)
def test_impossible_date_is_refused(cell):
    with pytest.raises(Invalid):
        as_date(cell)


def test_refusal_of_a_date_shows_it_and_how_to_write_it():
    with pytest.raises(Invalid) as refusal:
        as_date("31/02/1965")
    assert str(refusal.value) == "Ngày “31/02/1965” không có thật. Ghi ngày/tháng/năm, ví dụ 05/09/1965."


def test_serial_is_a_date_only_in_a_column_of_dates():
    assert as_date(23990.0, serials=True) == FULL
    assert as_date("23990", serials=True) == FULL
    assert as_date(1965.0, serials=True) == YEAR


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([date(1965, 9, 5), 23990.0, None], True),
        (["05/09/1965", "1965-09-05", 23990.0], True),
        ([1965.0, 1970.0, "05/09/1965"], False),
        ([None, None], False),
        ([], False),
    ],
)
def test_column_of_dates(cells, expected):
    assert is_date_column(cells) is expected


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0912345678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("+84 (0)912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("0912-345-678", "0912345678"),
        ("'0912345678", "0912345678"),
        (912345678.0, "0912345678"),
        (84912345678.0, "0912345678"),
        (849123456.0, "0849123456"),
        ("024 3812 3456", "02438123456"),
        (2438123456.0, "02438123456"),
        (None, None),
        (" ", None),
    ],
)
def test_phone_of_a_cell(cell, phone):
    assert as_phone(cell) == phone


@pytest.mark.parametrize("cell", ["123", "0112345678", "09123456789", "0912345678 / 0987654321", "không có", 1.5])
def test_impossible_phone_is_refused(cell):
    with pytest.raises(Invalid, match="không đúng"):
        as_phone(cell)
