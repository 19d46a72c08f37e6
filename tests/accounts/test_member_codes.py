import pytest

from quizapp.accounts.member_codes import LostZeros, find_lost_zeros, member_code
from quizapp.errors import Invalid
from quizapp.tables import Record


def records_of(*codes, sheet="S"):
    return [Record(number, {"code": code}, sheet) for number, code in enumerate(codes, start=2)]


def read(*codes, sheet="S"):
    records = records_of(*codes, sheet=sheet)
    lost_zeros = find_lost_zeros(records)
    return [member_code(record, lost_zeros) for record in records]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["01234567", 2345678.0], ["01234567", "02345678"]),
        ([12345678.0, 22345678.0, 32345678.0, 1234567.0], ["12345678", "22345678", "32345678", "01234567"]),
        (["012345678", 1234.0, "x"], ["012345678", "1234", "x"]),
        (["01234567", "2345678"], ["01234567", "2345678"]),
        ([98.0, 99.0, 100.0, 101.0], ["98", "99", "100", "101"]),
        ([1.0, 2.0, "000003"], ["1", "2", "000003"]),
        ([99998.0, 99999.0, 100000.0, 100001.0], ["99998", "99999", "100000", "100001"]),
        (["DV001", None, " 12 345 678 ", "'007"], ["DV001", "", "12345678", "007"]),
    ],
)
def test_leading_zeros_come_back_only_where_they_were_surely_lost(codes, expected):
    assert read(*codes) == expected


def test_texts_of_a_csv_may_have_lost_zeros():
    assert read("01234567", "2345678", sheet="") == ["01234567", "02345678"]


def test_number_of_codes_mended_is_told():
    assert find_lost_zeros(records_of("01234567", 2345678.0, 345678.0)) == LostZeros(length=8, members=2)


@pytest.mark.parametrize("code", [1234567890123456.0, "1.23457E+11", "1,2E+15"])
def test_rounded_number_is_refused(code):
    with pytest.raises(Invalid, match="Excel đã làm tròn"):
        read(code)
