"""PURE: the rows of a mark sheet (bảng điểm) and the summary of a class, from what is known of each candidate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ..errors import Sentence
from .classification import BANDS, classify, in_words, to_scale
from .eligibility import Reason, sentences_of

# How it stands with a candidate.
MARKED, UNFINISHED, SITTING, AWAITED, ABSENT, NOT_ENTITLED, ANNULLED = (
    *("marked", "unfinished", "sitting", "awaited"),
    *("absent", "not_entitled", "annulled"),
)
NOTES = {
    UNFINISHED: Sentence("Chưa chấm xong"),
    SITTING: Sentence("Đang làm bài"),
    AWAITED: Sentence("Chưa dự thi"),
    ABSENT: Sentence("Vắng"),
    NOT_ENTITLED: Sentence("Không đủ điều kiện dự thi"),
    ANNULLED: Sentence("Hủy kết quả"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """How an exam turns points into marks and marks into bands. ``is_over``: nobody can come any more."""

    scale: float
    step: float
    pass_mark: float
    bands: Sequence[Sequence[str | float]]
    is_over: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a candidate. ``points`` are None without a submitted attempt; ``last_state`` is the one of the
    latest attempt, "" for none."""

    number: int
    member_id: int
    member_code: str
    name: str
    unit_name: str
    birth_date: date | None = None
    birth_year: int | None = None
    paper_code: str = ""
    points: float | None = None
    most_points: float = 0
    has_unmarked: bool = False
    last_state: str = ""
    reasons: Sequence[Reason] = ()
    is_admitted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate as he or she stands on the sheet. Without a mark its words and its band are empty."""

    place: int
    entry: Entry
    standing: str
    mark: float | None
    words: str
    band: str
    notes: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class BandLine:
    """How many reached a band, and what part that is of all who have a mark (in per cent; None of nobody)."""

    band: str
    people: int
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A class in figures: ``listed`` on the list, ``marked`` with a mark, and the others by how it stands with them."""

    listed: int
    marked: int
    lines: tuple[BandLine, ...]
    others: Mapping[str, int]


def rows(entries: Iterable[Entry], rules: Rules) -> list[Row]:
    """The rows in the order of the candidates' numbers, counted anew from 1."""
    ordered = sorted(entries, key=lambda entry: entry.number)
    return [_row(place, entry, rules) for place, entry in enumerate(ordered, 1)]


def _row(place: int, entry: Entry, rules: Rules) -> Row:
    standing = _standing(entry, rules)
    if standing != MARKED or entry.points is None:
        return Row(place, entry, standing, None, "", "", _notes(entry, standing))
    mark = to_scale(entry.points, entry.most_points, rules.scale, rules.step)
    return Row(place, entry, standing, mark, in_words(mark), classify(mark, rules.bands, rules.pass_mark), ())


def _standing(entry: Entry, rules: Rules) -> str:
    if entry.last_state == "running":
        return SITTING
    if entry.points is not None:
        return UNFINISHED if entry.has_unmarked else MARKED
    if entry.last_state == "annulled":
        return ANNULLED
    if entry.reasons and not entry.is_admitted:
        return NOT_ENTITLED
    return ABSENT if rules.is_over else AWAITED


def _notes(entry: Entry, standing: str) -> tuple[Sentence, ...]:
    note = NOTES[standing]
    return (note, *sentences_of(entry.reasons)) if standing == NOT_ENTITLED else (note,)


def summarize(sheet: Sequence[Row]) -> Summary:
    """The summary of these rows. The bands are told from the best to the worst; those that nobody reached are told
    too, so that sheets of several classes have the same lines."""
    standings = Counter(row.standing for row in sheet)
    bands = Counter(row.band for row in sheet if row.standing == MARKED)
    marked = standings.pop(MARKED, 0)
    lines = tuple(BandLine(band, bands[band], share(bands[band], marked)) for band in BANDS)
    if sum(line.people for line in lines) != marked:
        raise ValueError(f"a mark has a band that no one knows: {sorted(bands)}")
    return Summary(len(sheet), marked, lines, {name: standings[name] for name in NOTES if standings[name]})


def share(part: int, whole: int) -> Decimal | None:
    """In per cent with two decimals, half up: 56 of 135 are 41.48. None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
