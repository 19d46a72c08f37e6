"""The blank list of units."""

from __future__ import annotations

from datetime import date

from ..tables import write_xlsx
from .unit_list import COLUMNS

_FIELDS = ("code", "name", "kind", "parent_code", "valid_from", "valid_to", "successor")
_SAMPLES = (
    ("DBK", "Đảng bộ Khối các cơ quan", "Đảng bộ cấp trên cơ sở", None, None, None, None),
    ("SYT", "Đảng bộ Sở Y tế", "Đảng bộ cơ sở", "DBK", date(2015, 3, 1), None, None),
    ("SYT-01", "Chi bộ Văn phòng Sở Y tế", "Chi bộ trực thuộc", "SYT", None, None, None),
)


def unit_template() -> bytes:
    """A workbook with the recommended headers and three samples, which the import itself can read."""
    return write_xlsx([COLUMNS[field].names[0] for field in _FIELDS], _SAMPLES, "Danh sách đơn vị")
