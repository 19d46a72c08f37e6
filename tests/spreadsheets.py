"""Spreadsheets made in tests."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEMBERS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def xlsx_of(
    rows: Sequence[Sequence[Any]],
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """A workbook: the rows on its first sheet; ``merged`` are 0-based (row, column, last row, last column)."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False}) as workbook:
        dates = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheets = {"Sheet1": rows, **(more or {}), **(hidden or {})}
        for name, sheet_rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            if name in (hidden or {}):
                sheet.hide()
            _write(sheet, sheet_rows, dates)
            if name == "Sheet1":
                for top, left, bottom, right in merged:
                    sheet.merge_range(top, left, bottom, right, rows[top][left])
    return output.getvalue()


def _write(sheet: Any, rows: Sequence[Sequence[Any]], dates: Any) -> None:
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, dates)
            elif value is not None:
                sheet.write(number, column, value)


def raw_xlsx(sheet_data: str, shared_strings: str = "", **more: str | bytes) -> bytes:
    """A workbook with exactly this XML inside <sheetData>, as a hostile author would write it."""
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'
    members: dict[str, str | bytes] = {**_MEMBERS, "xl/worksheets/sheet1.xml": sheet, **more}
    if shared_strings:
        members["xl/sharedStrings.xml"] = shared_strings.replace("<sst", f'<sst xmlns="{_MAIN}"', 1)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return output.getvalue()


def foreign_file(name: str) -> bytes:
    """A file that others wrote; they lie outside the project and are never copied into it."""
    folder = Path(os.environ.get("QUIZAPP_FOREIGN_FILES") or Path(__file__).parents[1].parent / "shared" / "fixtures")
    if not folder.is_dir():
        pytest.skip(f"the files of others are not here: set QUIZAPP_FOREIGN_FILES to their folder (tried {folder})")
    return (folder / name).read_bytes()
