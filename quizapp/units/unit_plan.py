"""What an import of units will do: decided row by row before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..changes import Changes, plain
from ..errors import Invalid, Sentence
from ..folding import fold
from ..import_report import ImportReport
from . import queries
from .kinds import find_kind
from .lookup import StoredUnit, UnitLookup
from .subtree import is_within
from .unit_list import UnitList, UnitRow, in_parent_first_order

# A unit is named by its id when it is stored, else by its code in the file.
Key = int | str
DEFAULT_KIND = "Đơn vị"


@dataclass
class PlannedUnit:
    """A row that is stored. ``known`` is the unit that it changes (None: a new one). ``kind``, ``parent`` and
    ``successor`` are None where the list says nothing; a new unit without parent is a root."""

    row: UnitRow
    known: StoredUnit | None
    kind: str | None
    parent: Key | None
    successor: Key | None = None
    changes: Changes = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """How others name it as their parent."""
        return self.known.unit.id if self.known else self.row.code

    @property
    def is_moved(self) -> bool:
        """Whether a known unit changes its place."""
        return self.known is not None and self.parent is not None and self.parent != self.known.parent_id


@dataclass
class UnitPlan:
    """All that an import will do, and its report as it will be when that is done. Parents stand before children."""

    report: ImportReport
    created: list[PlannedUnit]
    changed: list[PlannedUnit]
    # Of stored units that are parents, {id: path}.
    paths: dict[int, str]


def plan_units(listed: UnitList, paths: list[str] | None) -> UnitPlan:
    """Compare the list with the tree. ``paths``: the subtrees that the importer administers, None for all."""
    return _Planning(listed, paths).plan()


class _Planning:
    def __init__(self, listed: UnitList, paths: list[str] | None) -> None:
        self.listed = listed
        self.paths = paths
        self.tree = queries.load_tree()
        self.kinds = queries.list_kinds()
        self.kind_names = {kind.id: kind.name for kind in self.kinds}
        self.new_kinds: dict[str, str] = {}
        self.everywhere = UnitLookup(stored.unit for stored in self.tree.values())
        self.within_reach = UnitLookup(s.unit for s in self.tree.values() if self._holds(s.unit.path))
        self.planned: dict[str, PlannedUnit] = {}
        # Which row a refused code stands in.
        self.refused: dict[str, int] = {}
        self.report = ImportReport(found=len(listed.rows) + len(listed.rejected))

    def plan(self) -> UnitPlan:
        for rejected in self.listed.rejected:
            self._reject(rejected.row, rejected.item, rejected.reason)
        for warning in self.listed.warnings:
            self.report.warn(warning.row, warning.item, warning.warning)
        for row in in_parent_first_order(self.listed.rows):
            try:
                self.planned[row.code.casefold()] = self._plan_row(row)
            except Invalid as error:
                self._reject(row.row, row.code, error.sentence)
        self._refuse_circles()
        for planned in self.planned.values():
            self._find_successor(planned)
            planned.changes = self._changes(planned)
        return self._result()

    def _result(self) -> UnitPlan:
        created = [planned for planned in self.planned.values() if planned.known is None]
        changed = [planned for planned in self.planned.values() if planned.known and planned.changes]
        report = self.report
        report.rejected.sort(key=lambda note: note.row)
        report.warnings.sort(key=lambda note: note.row)
        report.created, report.updated = len(created), len(changed)
        report.accepted = report.found - len(report.rejected)
        return UnitPlan(report, created, changed, {id: stored.unit.path for id, stored in self.tree.items()})

    def _reject(self, row: int, code: str, sentence: Sentence) -> None:
        self.refused[code.casefold()] = row
        self.report.reject(row, code, sentence)

    def _plan_row(self, row: UnitRow) -> PlannedUnit:
        known = self._find_known(row)
        _check_dates(row, known)
        planned = PlannedUnit(row, known, self._kind(row, known), self._parent(row))
        if known is None and planned.parent is None and self.paths is not None:
            raise Invalid(Sentence("Chưa có đơn vị cấp trên. Ghi mã hoặc tên đơn vị cấp trên của đơn vị này."))
        if planned.is_moved and not self._may_take_away(known):
            raise Invalid(
                Sentence("Đơn vị này là đơn vị cao nhất trong phạm vi của bạn nên bạn không chuyển đi nơi khác được.")
            )
        return planned

    def _find_known(self, row: UnitRow) -> StoredUnit | None:
        found = [unit for unit in self.everywhere.candidates(row.code) if unit.code.casefold() == row.code.casefold()]
        if not found:
            return None
        if not self._holds(found[0].path):
            raise Invalid(Sentence("Mã “%(code)s” đang dùng cho một đơn vị ngoài phạm vi của bạn.", code=row.code))
        return self.tree[found[0].id]

    def _parent(self, row: UnitRow) -> Key | None:
        """The parent by its code in the file, else by code or name in the tree."""
        if row.parent is None:
            return None
        in_file = self.planned.get(row.parent.casefold())
        if in_file is not None:
            return in_file.key
        if not self.within_reach.candidates(row.parent):
            self._refuse_child_of_refused(row.parent)
        return self.within_reach.find(row.parent).id

    def _refuse_child_of_refused(self, parent: str) -> None:
        row = self.refused.get(parent.casefold())
        if row is not None:
            raise Invalid(
                Sentence(
                    "Đơn vị cấp trên “%(parent)s” ở dòng %(row)s chưa nhập được. Sửa dòng đó trước.",
                    parent=parent,
                    row=row,
                )
            )

    def _kind(self, row: UnitRow, known: StoredUnit | None) -> str | None:
        if row.kind:
            found = find_kind(self.kinds, row.kind)
            return found.name if found else self._new_kind(row, row.kind)
        return None if known else self._guessed_kind(row)

    def _new_kind(self, row: UnitRow, name: str) -> str:
        """The first spelling of it in the list."""
        if fold(name) not in self.new_kinds:
            sentence = Sentence("Loại đơn vị “%(kind)s” chưa có, sẽ được tạo mới.", kind=name)
            self.report.warn(row.row, row.code, sentence)
        return self.new_kinds.setdefault(fold(name), name)

    def _guessed_kind(self, row: UnitRow) -> str:
        """The kind whose name the unit's name begins with: "Chi bộ Văn phòng" is a "Chi bộ"."""
        fitting = [k.name for k in self.kinds if f"{fold(row.name)} ".startswith(f"{fold(k.name)} ")]
        guessed = max(fitting, key=len, default=DEFAULT_KIND)
        self.report.warn(row.row, row.code, Sentence("Chưa ghi loại đơn vị nên được coi là “%(kind)s”.", kind=guessed))
        return guessed

    def _refuse_circles(self) -> None:
        """Units of the file cannot circle among themselves any more, but they may with units that are only stored.

        A refused move leaves a unit where it is, which may close another circle: hence again until there is none."""
        while circling := self._circling():
            for planned in circling:
                del self.planned[planned.row.code.casefold()]
                self._reject(
                    planned.row.row,
                    planned.row.code,
                    Sentence("Đơn vị cấp trên này đang ở dưới chính đơn vị này. Sửa cột đơn vị cấp trên."),
                )

    def _circling(self) -> list[PlannedUnit]:
        parents: dict[Key, Key | None] = {id: stored.parent_id for id, stored in self.tree.items()}
        parents |= {planned.key: planned.parent for planned in self.planned.values() if planned.parent is not None}
        return [p for p in self.planned.values() if p.is_moved and p.key in _way_up(p.key, parents)]

    def _find_successor(self, planned: PlannedUnit) -> None:
        written = planned.row.successor
        if written is None:
            return
        in_file = self.planned.get(written.casefold())
        found = self.everywhere.candidates(written)
        key = in_file.key if in_file else found[0].id if len(found) == 1 else None
        if key is None or key == planned.key:
            self.report.warn(
                planned.row.row,
                planned.row.code,
                Sentence("Không tìm thấy đơn vị kế thừa “%(unit)s” nên chưa ghi lại.", unit=written),
            )
        else:
            planned.successor = key

    def _changes(self, planned: PlannedUnit) -> Changes:
        """What is and what will be, in words, of a known unit."""
        row, known = planned.row, planned.known
        if known is None:
            return {}
        pairs: dict[str, tuple[Any, Any]] = {
            "unit_name": (known.unit.name, row.name),
            "unit_kind": (self.kind_names[known.kind_id], planned.kind),
            "parent": (self._code(known.parent_id), self._code(planned.parent)),
            "valid_from": (known.valid_from, row.valid_from),
            "valid_to": (known.unit.valid_to, row.valid_to),
            "successor": (self._code(known.successor_id), self._code(planned.successor)),
        }
        return {name: [plain(old), plain(new)] for name, (old, new) in pairs.items() if new is not None and new != old}

    def _code(self, key: Key | None) -> str | None:
        return self.tree[key].unit.code if isinstance(key, int) else key

    def _holds(self, path: str) -> bool:
        return self.paths is None or any(is_within(path, above) for above in self.paths)

    def _may_take_away(self, known: StoredUnit | None) -> bool:
        """Who moves a unit must administer the place that it leaves."""
        if self.paths is None or known is None:
            return True
        return known.parent_id is not None and self._holds(self.tree[known.parent_id].unit.path)


def _way_up(key: Key, parents: Mapping[Key, Key | None]) -> set[Key]:
    """All that is above, to the top or until it comes round."""
    seen: set[Key] = set()
    above = parents.get(key)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return seen


def _check_dates(row: UnitRow, known: StoredUnit | None) -> None:
    valid_from = row.valid_from or (known.valid_from if known else None)
    valid_to = row.valid_to or (known.unit.valid_to if known else None)
    if valid_from and valid_to and valid_to < valid_from:
        raise Invalid(Sentence("Ngày kết thúc không được trước ngày thành lập."))
