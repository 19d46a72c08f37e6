import pytest

from quizapp.units.naming import kind_code_of, looks_grassroots, sort_name_of


def test_numbers_in_names_are_sorted_as_numbers():
    names = ["Chi bộ 10", "Chi bộ 2", "Chi bộ Ấp 1"]
    assert sorted(names, key=sort_name_of) == ["Chi bộ 2", "Chi bộ 10", "Chi bộ Ấp 1"]


@pytest.mark.parametrize("name", ["Chi bộ cơ sở", "CHI BỘ  CƠ SỞ", "Chi bo\u0302\u0323 co\u031b so\u031b\u0309"])
def test_every_way_of_writing_a_kind_gives_one_code(name):
    assert kind_code_of(name) == "chi-bo-co-so"


def test_kind_without_letters_still_has_a_code():
    assert kind_code_of("—") == "khac"


def test_kinds_of_the_grassroots_are_known_by_their_names():
    assert [looks_grassroots(name) for name in ("Đảng bộ cơ sở", "Chi bộ trực thuộc")] == [True, False]
