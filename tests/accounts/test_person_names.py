import unicodedata

import pytest

from quizapp.accounts.person_names import is_person_name, person_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Nguyễn Thị Đượm", "Nguyễn Thị Đượm"),
        (unicodedata.normalize("NFD", "Lê Thị Bưởi"), "Lê Thị Bưởi"),
        ("NGUYỄN THỊ ĐƯỢM", "Nguyễn Thị Đượm"),
        (unicodedata.normalize("NFD", "ĐẶNG QUỐC ÁI"), "Đặng Quốc Ái"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Y-BÍCH ÊBAN", "Y-Bích Êban"),
        ("ÐỖ VĂN Ý", "Đỗ Văn Ý"),
        ("nguyễn văn an", "nguyễn văn an"),
        ("Nguyễn Văn A (B)", "Nguyễn Văn A (B)"),
        (" Trần\u00a0 Bình ", "Trần Bình"),
    ],
)
def test_name_is_kept_as_written_but_not_shouted(written, name):
    assert person_name(written) == name


@pytest.mark.parametrize(("name", "expected"), [("Ý", True), ("0912345678", False), ("-", False), ("", False)])
def test_name_has_a_letter(name, expected):
    assert is_person_name(name) is expected
