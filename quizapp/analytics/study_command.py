"""``quizapp report study``."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from .. import clock
from ..commanding import json_option, print_json, refusing
from ..courses.sessions.services import freeze_started as freeze_sessions
from ..courses.study.waves import freeze_started as freeze_waves
from ..wording import moment, number, percent
from .queries import study as queries
from .queries import subjects
from .study import StudyReport, StudyRow
from .study import as_json as report_as_json
from .study_reports import study_report

NAME_WIDTH = 44


@click.command("study")
@click.option("--document", metavar="NUMBER", help='Such as "57-NQ/TW"; with its year where several bear the number.')
@click.option("--course", metavar="CODE", help="A course. Without document and course: the latest wave.")
@click.option("--unit", "unit_code", metavar="CODE", help="Default: the unit that holds the whole roster.")
@click.option("--depth", type=click.IntRange(1, 20), default=1, show_default=True, help="Levels below the unit.")
@json_option
@with_appcontext
@refusing
def study_command(document: str | None, course: str | None, unit_code: str | None, depth: int, as_json: bool) -> None:
    """Who has studied: members due, studied, on time, made up, absent and rate of each unit."""
    if document is not None and course is not None:
        raise click.UsageError("Give either --document or --course.")
    now = clock.now()
    freeze_waves(now)
    freeze_sessions(now)
    wave = queries.find_subject(document, course)
    unit = subjects.get_unit(unit_code) if unit_code is not None else queries.starting_unit(wave)
    report = study_report(wave, unit, depth, now)
    if as_json:
        print_json(report_as_json(report))
    else:
        _print_table(report, wave.title)


def _print_table(report: StudyReport, title: str) -> None:
    click.echo(title)
    click.echo(f"{report.unit.name} · {_('số liệu đến %(moment)s', moment=moment(report.as_of))}")
    click.echo()
    click.echo(_line(_("Đơn vị"), _headings()))
    for row in report.rows:
        name = _("Trực thuộc") if row.is_direct else row.unit.name
        click.echo(_line("  " * (row.depth - 1) + name, _cells(row)))
    click.echo(_line(_("Tổng cộng"), _cells(report.total)))


def _headings() -> list[str]:
    return [
        _("Đảng viên"),
        _("Thuộc diện"),
        _("Đã học"),
        _("Đúng hạn"),
        _("Học bù"),
        _("Vắng có lý do"),
        _("Vắng không lý do"),
        _("Ngoài Đảng"),
        _("Tỷ lệ"),
    ]


def _cells(row: StudyRow) -> list[str]:
    counts = row.counts
    told = (
        *(counts.members, counts.due, counts.studied, counts.on_time),
        *(counts.make_up, counts.absent_excused, counts.absent_unexcused, row.others_studied),
    )
    return [*(number(count) for count in told), percent(row.rate)]


def _line(name: str, cells: list[str]) -> str:
    shown = name if len(name) <= NAME_WIDTH else name[: NAME_WIDTH - 1] + "…"
    widths = (len(heading) for heading in _headings())
    return shown.ljust(NAME_WIDTH) + "".join(
        f"  {cell:>{max(width, 9)}}" for cell, width in zip(cells, widths, strict=True)
    )
