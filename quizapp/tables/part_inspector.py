"""Looking at the XML parts of a workbook as they pass, to know beforehand what reading them would cost."""

from __future__ import annotations

from functools import partial
from xml.parsers import expat

_DIGITS = "0123456789"
# The reader reserves room for as many shared strings as the file says it has.
_MOST_STRINGS = 10_000_000

Place = tuple[int, int]


class PartInspector:
    """Looks at one XML part: how far its cells reach, its error values, its shared strings.

    Called for every tag of a file, so the common cases come first and do little.
    """

    def __init__(self, shared_lengths: list[int] | None = None) -> None:
        self.last_row = 0
        self.last_column = 0
        # {(row, column): "#N/A"}, 1-based. The reader shows these cells as blank.
        self.errors: dict[Place, str] = {}
        self.string_cells = 0
        self.string_lengths: list[int] = []
        # Characters of all cells that show a shared string; counted when the strings' lengths are given.
        self.shown_characters = 0
        self.sheets: list[dict[str, str]] = []
        self.targets: dict[str, str] = {}
        self._shared_lengths = shared_lengths
        self._row = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        # The encoding is fixed: the reader knows no other, and both must see the same text.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the part. Raises ExpatError or ValueError for what no spreadsheet program writes."""
        self._parser.Parse(chunk, False)

    def close(self) -> None:
        """The part is complete."""
        self._parser.Parse(b"", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell = attributes
            if "r" not in attributes:
                self._column += 1
        elif tag == "v" or tag == "is":
            self._start_content(tag)
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif ":" in tag:
            self._start(tag.rpartition(":")[2], attributes)
        else:
            self._start_other(tag, attributes)

    def _start_content(self, tag: str) -> None:
        """Only a cell with content counts; formatted blank ones go on to the last row of many sheets."""
        cell = self._cell
        if "r" in cell:
            reference = cell["r"]
            letters = reference.rstrip(_DIGITS)
            self._row = int(reference[len(letters) :])
            self._column = self._columns.get(letters) or self._column_number(letters)
        if self._row > self.last_row:
            self.last_row = self._row
        if self._column > self.last_column:
            self.last_column = self._column
        if "t" in cell and tag == "v":
            self._start_typed_value(cell["t"])

    def _column_number(self, letters: str) -> int:
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        self._columns[letters] = number
        return number

    def _start_typed_value(self, kind: str) -> None:
        if kind == "s":
            self.string_cells += 1
            if self._shared_lengths is not None:
                self._parser.CharacterDataHandler = self._add_shown
                self._parser.EndElementHandler = self._end_value
        elif kind == "e":
            self._parser.CharacterDataHandler = partial(self._note_error, (self._row, self._column))
            self._parser.EndElementHandler = self._end_value

    def _end_value(self, _tag: str) -> None:
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = None

    def _note_error(self, place: Place, value: str) -> None:
        # One value can come in two pieces.
        self.errors[place] = self.errors.get(place, "") + value.strip()

    def _add_shown(self, index: str) -> None:
        lengths = self._shared_lengths or []
        if index.strip().isdecimal() and int(index) < len(lengths):
            self.shown_characters += lengths[int(index)]

    def _start_other(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.string_lengths.append(0)
            self._parser.CharacterDataHandler = self._measure_string
        elif tag == "sst" and int(attributes.get("uniqueCount", 0)) > _MOST_STRINGS:
            raise expat.ExpatError("a count that only asks the reader for memory")
        elif tag == "sheet":
            self.sheets.append(attributes)
        elif tag == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _measure_string(self, text: str) -> None:
        self.string_lengths[-1] += len(text)

    def _refuse_doctype(self, *_: object) -> None:
        raise expat.ExpatError("a workbook has no document type")
