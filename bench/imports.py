"""Long lists and large demonstrations: CPU and memory of the commands that load them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quizapp.tables import write_xlsx

from . import processes
from .processes import Usage

HEADERS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Mã đơn vị",
    "Số thẻ đảng viên",
    "Chức vụ",
    "Loại",
    "Trạng thái",
)
UNITS = 200


@dataclass(frozen=True)
class Loaded:
    """What was loaded and what it took."""

    what: str
    usage: Usage


def measure(folder: Path, rows: int, demo_members: int) -> list[Loaded]:
    """Import a list of members from xlsx, and load a demonstration, each into an empty SQLite database."""
    return [_import_members(folder / "members", rows), _load_demo(folder / "demo", demo_members)]


def _import_members(folder: Path, rows: int) -> Loaded:
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'quizapp.sqlite3'}"
    units, members = folder / "units.xlsx", folder / "members.xlsx"
    units.write_bytes(write_xlsx(("Mã đơn vị", "Tên đơn vị", "Loại đơn vị"), _units(), "Đơn vị"))
    members.write_bytes(write_xlsx(HEADERS, (_member(number) for number in range(1, rows + 1)), "Thành viên"))
    processes.quizapp(folder, url, "db", "upgrade")
    processes.quizapp(folder, url, "units", "import", str(units))
    return Loaded(
        f"`members import`, xlsx, {rows:,} rows", processes.quizapp(folder, url, "members", "import", str(members))
    )


def _units() -> list[tuple[str, str, str]]:
    return [(f"CB{number:03}", f"Chi bộ số {number}", "Chi bộ") for number in range(UNITS)]


def _member(number: int) -> tuple[str, ...]:
    names = ("Nguyễn Thị Hoa", "Trần Văn Sơn", "Lê Thanh Thủy", "Phạm Đức Lâm")
    unit, born = f"CB{number % UNITS:03}", f"{1 + number % 28:02}/{1 + number % 12:02}/{1950 + number % 55}"
    name, sex = names[number % len(names)], "Nữ" if number % 2 == 0 else "Nam"
    return (str(number), name, born, sex, unit, f"{number:012}", "Chuyên viên", "chính thức", "đang sinh hoạt")


def _load_demo(folder: Path, members: int) -> Loaded:
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'quizapp.sqlite3'}"
    usage = processes.quizapp(folder, url, "demo", "load", "--members", str(members))
    return Loaded(f"`demo load --members {members}`", usage)
