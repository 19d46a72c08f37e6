"""Large lists by command: 100,000 members from one xlsx, and a demonstration of 5,000."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

import xlsxwriter

from . import processes
from .processes import Usage

COMMITTEES, CELLS = 20, 50
HEADER = ("STT", "Mã số", "Họ và tên", "Ngày sinh", "Giới tính", "Mã chi bộ", "Điện thoại", "Email", "Chức vụ")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Thị", "Văn", "Đức", "Minh", "Thu", "Ngọc", "Quang", "Hữu")
GIVEN = ("Hoa", "Lan", "Sơn", "Hải", "Tùng", "Ánh", "Tuyết", "Thủy", "Giang", "Phong", "Kiên", "Quế", "Đào", "Lũy")


@dataclass
class Imports:
    """What each command used."""

    members: int
    import_members: Usage
    demo_members: int
    load_demo: Usage


def measure(folder: Path, members: int, demo_members: int) -> Imports:
    """Both commands, each on an empty SQLite database of its own."""
    listed, demonstration = folder / "listed", folder / "demonstration"
    listed.mkdir()
    demonstration.mkdir()
    units, people = _write_units(listed / "units.csv"), listed / "members.xlsx"
    _write_members(people, members, units)
    url = processes.sqlite_url(listed)
    processes.quizapp(listed, url, "db", "upgrade")
    processes.quizapp(listed, url, "units", "import", str(listed / "units.csv"))
    imported = processes.quizapp(listed, url, "members", "import", str(people))
    url = processes.sqlite_url(demonstration)
    loaded = processes.quizapp(demonstration, url, "demo", "load", "--members", str(demo_members))
    return Imports(members, imported, demo_members, loaded)


def _write_units(path: Path) -> list[str]:
    """A tree of three levels; the codes of its lowest units."""
    cells = []
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Mã đơn vị", "Tên đơn vị", "Loại", "Mã cấp trên"))
        writer.writerow(("TINH", "Đảng bộ tỉnh Bình Minh", "Đảng bộ tỉnh", ""))
        for number in range(1, COMMITTEES + 1):
            committee = f"DB{number:02}"
            writer.writerow((committee, f"Đảng bộ cơ sở số {number}", "Đảng bộ cơ sở", "TINH"))
            for place in range(1, CELLS + 1):
                cells.append(f"{committee}-{place:02}")
                writer.writerow((cells[-1], f"Chi bộ {place} thuộc Đảng bộ số {number}", "Chi bộ", committee))
    return cells


def _write_members(path: Path, count: int, units: list[str]) -> None:
    """As a personnel office sends it: a title row, dates as text, codes that begin with zeros, shared by nobody."""
    random = Random(2026)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Danh sách")
        sheet.write_row(0, 0, ("DANH SÁCH ĐẢNG VIÊN",))
        sheet.write_row(2, 0, HEADER)
        for number in range(1, count + 1):
            name = f"{random.choice(FAMILY)} {random.choice(MIDDLE)} {random.choice(GIVEN)}"
            born = f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/{random.randint(1948, 2004)}"
            contacts = (f"09{number:08}", f"dv{number:06}@example.com")
            row = (number, f"{number:08}", name, born, random.choice(("Nam", "Nữ")), random.choice(units))
            sheet.write_row(number + 2, 0, (*row, *contacts, "Chuyên viên"))
