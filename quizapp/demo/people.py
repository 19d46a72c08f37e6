"""Invented members: names put together by chance, telephone numbers and addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from ..folding import fold

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Hà", "Lò")
_MIDDLE = {"female": ("Thị", "Thanh", "Thu", "Ngọc", "Mẫu"), "male": ("Văn", "Đức", "Minh", "Quang", "Mẫu")}
_GIVEN = {
    "female": ("Hoa", "Lan", "Sen", "Cúc", "Đào", "Mận", "Ánh", "Tuyết", "Sao", "Sương", "Thủy", "Liễu", "Trúc", "Quế"),
    "male": (
        "Sơn",
        "Hải",
        "Lâm",
        "Tùng",
        "Thạch",
        "Bách",
        "Giang",
        "Phong",
        "Khê",
        "Điền",
        "Ngạn",
        "Đước",
        "Lũy",
        "Kiên",
    ),
}
_POSITIONS = (
    "Chuyên viên",
    "Chuyên viên",
    "Chuyên viên",
    "Nhân viên",
    "Phó Trưởng phòng",
    "Trưởng phòng",
    "Giảng viên",
)
# Of 4,800 members 436 are not eligible.
_NOT_ACTIVE = (("exempt", 0.052), ("away", 0.031), ("suspended", 0.0078))
# The first half is active, so that any of the first codes can be used to try things.
_NOT_ACTIVE_SHARE_OF_SECOND_HALF = 2


def make_member_rows(unit_ids: list[int], random: Random, first_day: date) -> Iterator[dict[str, Any]]:
    """Values for one member of each unit id, in this order: dv000001, dv000002, …"""
    for number, unit_id in enumerate(unit_ids, 1):
        sex = random.choice(("female", "male"))
        family, middle, given = (random.choice(part) for part in (_FAMILY, _MIDDLE[sex], _GIVEN[sex]))
        name = f"{family} {middle} {given}"
        born = first_day - timedelta(days=random.randint(22 * 365, 78 * 365))
        yield {
            "code": f"dv{number:06}",
            "name": name,
            "search_name": fold(name),
            "sort_name": fold(f"{given} {name}"),
            "birth_date": born,
            "birth_year": born.year,
            "sex": sex,
            "unit_id": unit_id,
            "phone": f"0000{number:06}",
            "email": f"dv{number:06}@example.com",
            "kind": "probationary" if random.random() < 0.04 else "official",
            "status": _status(number, len(unit_ids), random),
            "position": random.choice(_POSITIONS),
        }


def _status(number: int, total: int, random: Random) -> str:
    chance = random.random()
    if number <= total // 2:
        return "active"
    for status, share in _NOT_ACTIVE:
        chance -= share * _NOT_ACTIVE_SHARE_OF_SECOND_HALF
        if chance < 0:
            return status
    return "active"
