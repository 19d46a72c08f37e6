"""Importing files from the command line: one text, or a toml that lists several."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..errors import DomainError, Invalid, Sentence
from ..folding import tidy
from ..import_report import ImportReport
from ..transactions import transactional
from ..units.models import Unit
from ..units.queries import find_by_code
from ..wording import local_day
from . import services
from .draft import Draft, checked, completed
from .listing_file import Entry, read_entry
from .parsed import Recognised
from .reading import read_file

LARGEST_FILE = 20 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One document of the import. ``row``: its place in the toml, or 1."""

    row: int
    name: str
    draft: Draft
    unit: Unit


@transactional
def import_documents(path: Path, unit: Unit, now: datetime, is_dry_run: bool, skip_rejected: bool) -> ImportReport:
    """Store the documents of the file: all or, with ``skip_rejected``, the good ones. Raises Invalid where the file as
    a whole cannot be read."""
    report = ImportReport()
    items = list(_read_items(path, unit, now, report))
    may_store = report.may_store(skip_rejected) and not is_dry_run
    seen: set[tuple[str, str, date]] = set()
    for item in items:
        key = (item.draft.number or item.draft.title, item.draft.issuer, item.draft.day)
        change = services.change_of(item.draft, services.find_stored(item.draft))
        if key in seen:
            report.warn(item.row, item.name, Sentence("Văn bản này có hai lần trong tệp; lần sau được giữ."))
        elif report.may_store(skip_rejected):
            report.created += change is services.Change.NEW
            report.updated += change is services.Change.CHANGED
        seen.add(key)
        if may_store:
            services.store(item.draft, item.unit, None, now)
    return report


def _read_items(path: Path, unit: Unit, now: datetime, report: ImportReport) -> Iterator[Item]:
    for row, entry in enumerate(_entries(path), start=1):
        report.found += 1
        name = tidy(str(entry.get("number") or entry.get("title") or entry.get("file") or path.name))
        try:
            item = _read_item(row, name, read_entry(entry), path, unit, now)
        except DomainError as error:
            report.reject(row, name, error.sentence)
            continue
        report.accepted += 1
        if item.draft.sections is None and path.suffix.lower() == ".toml":
            report.warn(row, name, Sentence("Chưa có toàn văn: mục này không ghi tệp."))
        yield item


def _entries(path: Path) -> list[dict[str, Any]]:
    if path.suffix.lower() != ".toml":
        return [{"file": path.name}]
    try:
        table = tomllib.loads(_content(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(Sentence("Tệp toml viết chưa đúng: %(reason)s", reason=str(error))) from None
    entries = table.get("documents", table.get("document"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Invalid(Sentence("Tệp toml không có mục [[documents]] nào. Mỗi văn bản là một mục [[documents]]."))
    return entries


def _read_item(row: int, name: str, entry: Entry, path: Path, unit: Unit, now: datetime) -> Item:
    draft = entry.draft
    if entry.file:
        file = _file_beside(path, entry.file)
        parsed = read_file(_content(file), file.name)
        draft = completed(replace(draft, sections=parsed.sections), parsed.recognised)
    else:
        draft = completed(draft, Recognised())
    owner = find_by_code(entry.unit) if entry.unit else unit
    if owner is None:
        raise Invalid(Sentence("Không có đơn vị mã %(code)s. Hãy kiểm tra lại mã đơn vị.", code=entry.unit))
    return Item(row, name, checked(draft, local_day(now)), owner)


def _file_beside(path: Path, name: str) -> Path:
    """The file of an entry: in the folder of the toml or below it."""
    folder = path.resolve().parent
    try:
        file = (folder / name).resolve()
        if file.is_relative_to(folder) and file.is_file():
            return file
    except (OSError, ValueError):
        pass
    raise Invalid(Sentence("Không có tệp %(file)s trong thư mục của tệp toml.", file=name))


def _content(file: Path) -> bytes:
    if file.stat().st_size > LARGEST_FILE:
        raise Invalid(Sentence("Tệp lớn hơn %(megabytes)s MB. Hãy chia tệp.", megabytes=LARGEST_FILE >> 20))
    return file.read_bytes()
