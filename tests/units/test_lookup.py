import pytest

from quizapp.errors import Invalid
from quizapp.units.lookup import ListedUnit, UnitLookup

HEALTH = ListedUnit(2, "SYT", "Đảng bộ Sở Y tế", "1/2/", None)
HEALTH_1 = ListedUnit(3, "SYT-01", "Chi bộ 1", "1/2/3/", None)
LAW_1 = ListedUnit(5, "STP-01", "Chi bộ 1", "1/4/5/", None)
LAW_2 = ListedUnit(6, "STP-02", "Chi bộ 2", "1/4/6/", None)
NAMED_LIKE_A_CODE = ListedUnit(7, "X", "SYT", "1/7/", None)
UNITS = UnitLookup([HEALTH, HEALTH_1, LAW_1, LAW_2, NAMED_LIKE_A_CODE])


@pytest.mark.parametrize("written", ["STP-02", "stp-02", "Chi bộ 2", "chi bo 2", "CHI BO\u0302\u0323  2"])
def test_unit_is_found_by_code_and_by_name(written):
    assert UNITS.find(written) == LAW_2


def test_code_goes_before_name():
    assert UNITS.find("SYT") == HEALTH


def test_unit_above_tells_namesakes_apart():
    assert UNITS.find("Chi bộ 1", within="Đảng bộ Sở Y tế") == HEALTH_1


def test_of_namesakes_the_one_of_the_lists_own_unit_is_meant():
    assert UNITS.find("Chi bộ 1", near="1/4/") == LAW_1


def test_namesakes_are_refused_with_their_codes():
    with pytest.raises(Invalid) as refused:
        UNITS.find("Chi bộ 1")
    assert str(refused.value) == "Có 2 đơn vị tên “Chi bộ 1” (mã STP-01, SYT-01). Ghi mã đơn vị thay cho tên."


def test_unknown_unit_is_refused_by_its_name():
    with pytest.raises(Invalid, match="“Chi bộ 9”"):
        UNITS.find("Chi bộ 9")
