"""A competition as a TOML file; docs/competitions.md explains it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..accounts.models import MEMBER_KINDS
from ..assessments.file_values import read_matrix_row, to_the_minute
from ..assessments.matrix import MatrixRow
from ..assessments.models import ANSWERS_SHOWN, COUNTING, PARTIAL_CREDIT, PREDICTION_TARGETS
from ..assessments.ranking import DEFAULT_KEYS, KEYS
from ..errors import DomainError, Invalid, Sentence
from ..questions.formats.checks import CHOICES
from ..toml_reader import TableReader, parse_toml
from .round_settings import USABLE_KINDS, RoundSettings, usual_order
from .services.audience import REASONS
from .services.prizes import RECIPIENTS, SCOPES
from .specs import COLLECTIVE_FLOOR, CompetitionSpec, PrizeSpec, RoundSpec


@dataclass
class ReadRound:
    """The [[rounds]] entry of this number: what it says, or why it cannot be read; and what should be looked at."""

    number: int
    title: str
    spec: RoundSpec | None = None
    error: Sentence | None = None
    warnings: list[Sentence] = field(default_factory=list)


@dataclass
class CompetitionFile:
    """What a file says. ``competition`` has no rounds; they are in ``rounds``, each by itself."""

    competition: CompetitionSpec
    is_to_be_published: bool
    rounds: list[ReadRound]


def read_file(content: bytes) -> CompetitionFile:
    """Raises Invalid for what is wrong with the file as a whole."""
    reader = TableReader(parse_toml(content))
    unit = reader.text("unit")
    competition = CompetitionSpec(
        code=reader.text("code"),
        title=reader.text("title"),
        unit=unit,
        audience=tuple(sorted(set(reader.texts("audience", (unit,))))),
        member_kinds=_kinds(reader.words("member_kinds", MEMBER_KINDS, ())),
        exclusions=tuple(sorted(_exclusion(table) for table in reader.tables("exclusions"))),
        rules=reader.long_text("rules").replace("\r\n", "\n").strip(),
        prizes=tuple(_prize(table) for table in reader.tables("prizes")),
        collective_floor=reader.whole("collective_floor", COLLECTIVE_FLOOR),
    )
    is_to_be_published = reader.yes_or_no("publish", False)
    rounds = [_round(number, table) for number, table in enumerate(reader.tables("rounds"), 1)]
    reader.finish()
    return CompetitionFile(competition, is_to_be_published, rounds)


def _kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """All kinds are everybody, which is kept as none."""
    return () if set(kinds) == set(MEMBER_KINDS) else tuple(sorted(set(kinds)))


def _exclusion(table: dict[str, Any]) -> tuple[str, str]:
    reader = TableReader(table)
    exclusion = (reader.text("member"), reader.choice("reason", REASONS, "organiser") or "")
    _finish(reader, "exclusions")
    return exclusion


def _prize(table: dict[str, Any]) -> PrizeSpec:
    reader = TableReader(table)
    prize = PrizeSpec(
        title=reader.text("title"),
        quantity=reader.whole("quantity", 1),
        scope=reader.choice("scope", SCOPES, "round") or "",
        recipient=reader.choice("recipient", RECIPIENTS, "individual") or "",
    )
    _finish(reader, "prizes")
    return prize


def _finish(reader: TableReader, place: str) -> None:
    try:
        reader.finish()
    except Invalid as error:
        raise Invalid(Sentence("Trong [[%(place)s]]: %(fault)s", place=place, fault=error.sentence)) from None


def _round(number: int, table: dict[str, Any]) -> ReadRound:
    title = table.get("title")
    read = ReadRound(number, title if isinstance(title, str) else "")
    try:
        read.spec = _round_spec(TableReader(table), read)
    except DomainError as error:
        read.error = error.sentence
    return read


def _round_spec(reader: TableReader, read: ReadRound) -> RoundSpec:
    target, is_required = _prediction(reader.table("prediction"))
    settings = RoundSettings(
        title=reader.text("title"),
        opens_at=to_the_minute(reader.moment("opens_at"), read.warnings),
        closes_at=to_the_minute(reader.moment("closes_at"), read.warnings),
        minutes=reader.whole("minutes"),
        attempts_allowed=reader.attempts("attempts", 1),
        counting=reader.choice("counting", COUNTING, "best") or "",
        ranking=reader.words("ranking", KEYS, DEFAULT_KEYS),
        prediction_target=target,
        is_prediction_required=is_required,
        allowed_kinds=usual_order(reader.words("kinds", USABLE_KINDS, CHOICES)),
        partial_credit=reader.choice("partial_credit", PARTIAL_CREDIT, "none") or "",
        shuffles_questions=reader.yes_or_no("shuffle_questions", True),
        shuffles_options=reader.yes_or_no("shuffle_options", True),
        answers_shown=reader.choice("answers_shown", ANSWERS_SHOWN, "after_publication") or "",
    )
    code = reader.text("code", "") or None
    matrix = tuple(_matrix_row(table) for table in reader.tables("matrix"))
    reader.finish()
    return RoundSpec(settings, matrix, code)


def _prediction(table: dict[str, Any] | None) -> tuple[str | None, bool]:
    if table is None:
        return None, False
    reader = TableReader(table)
    target = reader.choice("target", PREDICTION_TARGETS, "all_correct")
    is_required = reader.yes_or_no("required", False)
    _finish(reader, "rounds.prediction")
    return target, is_required


def _matrix_row(table: dict[str, Any]) -> MatrixRow:
    reader = TableReader(table)
    row = read_matrix_row(reader)
    _finish(reader, "rounds.matrix")
    return row
