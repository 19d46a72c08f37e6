"""Workbooks made safe to read. The reader (calamine) is fast but trusts the file: it keeps a full grid up to the last
cell and believes counts, so 1.4 kB with one cell at XFD1048576 ends the whole process. So every XML part is unpacked
with its real bytes counted, looked at as it passes, and packed again, uncompressed, for the reader.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import IO
from xml.parsers import expat

from ..errors import Invalid, Sentence
from .file_kinds import refuse_foreign_archive
from .part_inspector import PartInspector, Place
from .rows import Limits

_CHUNK = 1 << 16
# A file may unpack to this much whatever its ratio.
_ALWAYS_ALLOWED = 10 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    expat.ExpatError,
)


def repack(content: bytes, target: IO[bytes], limits: Limits, filename: str) -> dict[str, dict[Place, str]]:
    """Write the workbook's XML parts, found harmless, to ``target``; return the error values {sheet: {place: value}}.

    Raises Invalid for what is no workbook, is damaged, or passes the limits.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
            refuse_foreign_archive(source.namelist(), filename)
            members = _xml_members(source, limits)
            parts = _copy_members(source, members, copy, _Budget(limits, len(content)))
            _check_grids(parts, limits)
            _check_repeated_strings(source, parts, limits)
    except _BROKEN:
        raise Invalid(damaged(filename)) from None
    return _errors_by_sheet(parts)


def damaged(filename: str) -> Sentence:
    """The sentence for a workbook that cannot be read."""
    return Sentence(
        "Tệp “%(file)s” bị hỏng hoặc tải lên chưa hết. Mở lại bằng Excel, lưu lại thành .xlsx rồi gửi lại.",
        file=filename,
    )


class _Budget:
    """Counts the bytes that really come out of the archive."""

    def __init__(self, limits: Limits, packed_bytes: int) -> None:
        by_ratio = max(packed_bytes * limits.unpacked_ratio, _ALWAYS_ALLOWED)
        self.left = min(limits.unpacked_bytes, by_ratio)

    def spend(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise Invalid(
                Sentence("Tệp này khi giải nén lớn quá mức cho phép. Chia thành nhiều tệp nhỏ hơn rồi gửi lại.")
            )


def _xml_members(source: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    """Pictures and macros are never unpacked. Two members of one name would let two readers see two files."""
    members = [member for member in source.infolist() if member.filename.lower().endswith((".xml", ".rels"))]
    if len(members) > limits.members or len({member.filename for member in members}) < len(members):
        raise zipfile.BadZipFile
    return members


def _copy_members(
    source: zipfile.ZipFile, members: list[zipfile.ZipInfo], copy: zipfile.ZipFile, budget: _Budget
) -> dict[str, PartInspector]:
    parts: dict[str, PartInspector] = {}
    for member in members:
        part = parts[member.filename] = PartInspector()
        with source.open(member) as packed, copy.open(member.filename, "w") as plain:
            while chunk := packed.read(_CHUNK):
                budget.spend(len(chunk))
                part.feed(chunk)
                plain.write(chunk)
        part.close()
    return parts


def _check_grids(parts: dict[str, PartInspector], limits: Limits) -> None:
    for part in parts.values():
        if part.last_column > limits.columns or part.last_row * part.last_column > limits.grid_cells:
            raise Invalid(
                Sentence(
                    "Bảng tính có dữ liệu tới tận dòng %(row)s, cột thứ %(column)s. "
                    "Xóa các dòng, cột thừa ở xa rồi gửi lại.",
                    row=part.last_row,
                    column=part.last_column,
                )
            )


def _check_repeated_strings(source: zipfile.ZipFile, parts: dict[str, PartInspector], limits: Limits) -> None:
    """A text is stored once and shown by any number of cells; the reader copies it for each.

    Only where the longest text in every cell would be too much are the texts of all cells added up.
    """
    lengths = max((part.string_lengths for part in parts.values()), key=len, default=[])
    cells = sum(part.string_cells for part in parts.values())
    if cells * max(lengths, default=0) <= limits.unpacked_bytes:
        return
    names = [name for name, part in parts.items() if part.string_cells]
    if sum(_shown_characters(source, name, lengths) for name in names) > limits.unpacked_bytes:
        raise Invalid(Sentence("Bảng tính chứa quá nhiều chữ. Chia thành nhiều tệp nhỏ hơn rồi gửi lại."))


def _shown_characters(source: zipfile.ZipFile, name: str, lengths: list[int]) -> int:
    part = PartInspector(shared_lengths=lengths)
    with source.open(name) as packed:
        while chunk := packed.read(_CHUNK):
            part.feed(chunk)
    return part.shown_characters


def _errors_by_sheet(parts: dict[str, PartInspector]) -> dict[str, dict[Place, str]]:
    named = {name.lower(): part for name, part in parts.items()}
    workbook, relations = named.get("xl/workbook.xml"), named.get("xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None or not any(part.errors for part in parts.values()):
        return {}
    found = {}
    for sheet in workbook.sheets:
        identity = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = relations.targets.get(identity, "").lower()
        part = named.get(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if part is not None:
            found[sheet.get("name", "")] = part.errors
    return found
