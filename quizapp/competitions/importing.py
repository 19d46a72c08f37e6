"""A competition from a file: stored whole or not at all; the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..accounts.models import Member
from ..assessments import pools
from ..assessments.matrix_banks import check_matrix
from ..errors import DomainError, Invalid, Refused, Sentence
from ..extensions import db
from ..import_report import ImportReport
from ..transactions import transactional
from ..units.models import Unit
from ..units.queries import find_by_code
from . import queries
from .competition_file import CompetitionFile, ReadRound, read_file
from .models import Competition
from .services import audience, competitions, prizes, publication, rounds
from .setting_names import list_names
from .specs import CompetitionSpec, RoundSpec, differing_fields, differing_settings
from .specs_queries import spec_of


class _TakenBack(Exception):
    """Everything was tried, nothing is to be kept."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def import_competition(content: bytes, now: datetime, dry_run: bool, skip_rejected: bool) -> ImportReport:
    """Read and store. A new competition is created, a draft becomes what the file says, and a published one may only
    be equal. Rows of the report are [[rounds]] entries. Raises DomainError for what concerns the file as a whole."""
    file = read_file(content)
    try:
        return _store(file, now, dry_run, skip_rejected)
    except _TakenBack as taken_back:
        return taken_back.report


@transactional
def _store(file: CompetitionFile, now: datetime, dry_run: bool, skip_rejected: bool) -> ImportReport:
    report = ImportReport(found=len(file.rounds))
    stored = queries.find_competition(file.competition.code)
    if stored is not None and stored.published_at is not None:
        _compare(stored, file, report)
    else:
        _store_draft(stored, file, report, now, skip_rejected)
    report.accepted = report.found - len({note.row for note in report.rejected})
    if not report.may_store(skip_rejected):
        raise _TakenBack(report.with_nothing_stored())
    if dry_run:
        raise _TakenBack(report)
    return report


def _compare(stored: Competition, file: CompetitionFile, report: ImportReport) -> None:
    """Published, so the file may change nothing: say what it would."""
    spec = spec_of(stored)
    fields = differing_fields(spec, file.competition)
    if fields:
        raise Refused(
            Sentence(
                "Cuộc thi %(code)s đã công bố nên không sửa được bằng tệp. Tệp khác ở: %(settings)s.",
                code=stored.code,
                settings=list_names(fields),
            )
        )
    if len(file.rounds) != len(spec.rounds):
        raise Refused(
            Sentence(
                "Cuộc thi %(code)s đã công bố với %(stored)s vòng; tệp có %(found)s vòng.",
                code=stored.code,
                stored=len(spec.rounds),
                found=len(file.rounds),
            )
        )
    for read, round in zip(file.rounds, spec.rounds, strict=True):
        error = read.error
        if read.spec is not None and (settings := differing_settings(round, read.spec)):
            error = Sentence(
                "Cuộc thi đã công bố nên không sửa được bằng tệp. Vòng này khác ở: %(settings)s.",
                settings=list_names(settings),
            )
        if error is not None:
            report.reject(read.number, read.title, error)


def _store_draft(
    stored: Competition | None, file: CompetitionFile, report: ImportReport, now: datetime, skip_rejected: bool
) -> None:
    competition = _store_competition(stored, file.competition, now)
    good = _readable(file, report)
    _store_rounds(competition, good, report, now)
    if file.is_to_be_published and report.may_store(skip_rejected):
        publication.publish_competition(competition, now, accepts_past=True)


def _readable(file: CompetitionFile, report: ImportReport) -> list[ReadRound]:
    good = []
    for read in file.rounds:
        error = read.error or _fault_of_matrix(read, file.is_to_be_published)
        if error is not None:
            report.reject(read.number, read.title, error)
            continue
        for warning in dict.fromkeys(read.warnings):
            report.warn(read.number, read.title, warning)
        good.append(read)
    return good


def _fault_of_matrix(read: ReadRound, is_to_be_published: bool) -> Sentence | None:
    matrix = read.spec.matrix if read.spec else ()
    if not matrix and not is_to_be_published:
        return None
    try:
        check_matrix(matrix)
        pools.fill_cells([row.as_cell() for row in matrix], read.spec.settings.allowed_kinds if read.spec else ())
    except DomainError as error:
        return error.sentence
    return None


def _store_competition(stored: Competition | None, wanted: CompetitionSpec, now: datetime) -> Competition:
    unit = _unit(wanted.unit)
    if stored is None:
        competition = competitions.create_competition(
            code=wanted.code, title=wanted.title, unit=unit, rules=wanted.rules, now=now
        )
    else:
        competition = stored
        competitions.edit_competition(competition, title=wanted.title, rules=wanted.rules, unit=unit, now=now)
    competitions.edit_competition(competition, member_kinds=wanted.member_kinds, now=now)
    _store_audience(competition, [_unit(code) for code in wanted.audience], now)
    _store_exclusions(competition, wanted.exclusions, now)
    prizes.set_prizes(competition, wanted.prizes, now)
    prizes.set_collective_floor(competition, wanted.collective_floor, now)
    return competition


def _unit(code: str) -> Unit:
    unit = find_by_code(code)
    if unit is None:
        raise Invalid(Sentence("Không có đơn vị mã “%(code)s”.", code=code))
    return unit


def _store_audience(competition: Competition, wanted: Sequence[Unit], now: datetime) -> None:
    codes = {unit.code for unit in wanted}
    for unit in queries.list_audience(competition):
        if unit.code not in codes:
            audience.remove_unit(competition, unit.id, now)
    known = {unit.code for unit in queries.list_audience(competition)}
    for unit in wanted:
        if unit.code not in known:
            audience.add_unit(competition, unit, now)


def _store_exclusions(competition: Competition, wanted: Sequence[tuple[str, str]], now: datetime) -> None:
    known = {(exclusion.member.code, exclusion.reason): exclusion for exclusion in queries.list_exclusions(competition)}
    for pair, exclusion in known.items():
        if pair not in wanted:
            audience.readmit_member(competition, exclusion.member_id, now)
    for code, reason in wanted:
        if (code, reason) not in known:
            audience.exclude_member(competition, _member(code), reason, now)


def _member(code: str) -> Member:
    member = queries.find_member(code)
    if member is None:
        raise Invalid(Sentence("Không có thành viên mã số “%(code)s”.", code=code))
    return member


def _store_rounds(competition: Competition, reads: Sequence[ReadRound], report: ImportReport, now: datetime) -> None:
    stored = spec_of(competition).rounds
    changed = [_is_changed(stored, place, read) for place, read in enumerate(reads)]
    if any(is_changed is not False for is_changed in changed) or len(stored) != len(reads):
        # All anew: rounds that move one after the other would run into each other on the way.
        for round in list(competition.rounds):
            rounds.remove_round(round, now)
        for is_changed, read in zip(changed, reads, strict=True):
            if _add(competition, read, report, now):
                report.created += is_changed is None
                report.updated += is_changed is True
    for read in reads:
        if read.spec is not None and read.spec.settings.closes_at <= now:
            sentence = Sentence("Vòng này đã qua giờ đóng: chỉ nhận kết quả nhập từ nơi khác.")
            report.warn(read.number, read.title, sentence)
    db.session.flush()


def _is_changed(stored: Sequence[RoundSpec], place: int, read: ReadRound) -> bool | None:
    """None for a round that is new."""
    if place >= len(stored) or read.spec is None:
        return None
    return bool(differing_settings(stored[place], read.spec))


def _add(competition: Competition, read: ReadRound, report: ImportReport, now: datetime) -> bool:
    """Whether it could be added; the reason is noted otherwise."""
    if read.spec is None:
        return False
    try:
        rounds.add_round(competition, read.spec.settings, matrix=read.spec.matrix, code=read.spec.code, now=now)
    except DomainError as error:
        report.reject(read.number, read.title, error.sentence)
        return False
    return True
