"""The blank list of members."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..tables import write_xlsx
from .member_columns import COLUMNS
from .member_words import KINDS, SEXES, STATUSES

_SAMPLES: tuple[dict[str, Any], ...] = (
    {
        "code": "001234567",
        "name": "Nguyễn Thị Mẫu",
        "sex": SEXES["female"][0],
        "birth": date(1965, 9, 5),
        "unit_code": "CB01",
        "position": "Bí thư chi bộ",
        "kind": KINDS["official"][0],
        "status": STATUSES["active"][0],
        "phone": "0912345678",
        "email": "mau@example.vn",
    },
    {
        "code": "001234568",
        "name": "Trần Văn Ví Dụ",
        "sex": SEXES["male"][0],
        "birth": "1988",
        "unit_code": "CB01",
        "position": "",
        "kind": KINDS["probationary"][0],
        "status": STATUSES["active"][0],
        "phone": "0987654321",
        "email": "",
    },
)


def member_template() -> bytes:
    """A workbook with the recommended headers and two samples, which the import itself can read."""
    fields = list(_SAMPLES[0])
    headers = [COLUMNS[field].names[0] for field in fields]
    return write_xlsx(headers, [[sample[field] for field in fields] for sample in _SAMPLES], "Danh sách thành viên")
