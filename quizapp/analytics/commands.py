"""``quizapp report``."""

from __future__ import annotations

from collections.abc import Sequence

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from .. import clock
from ..commanding import json_option, print_json, refusing
from ..wording import moment, number, percent, translate
from .adoption import AdoptionReport, AdoptionRow
from .adoption import as_json as adoption_as_json
from .item_arrangement import count_flags, flagged
from .item_flags import FLAGS
from .item_lines import as_json as items_as_json
from .item_reports import Statistics, renew
from .participation import Report, Row
from .participation import as_json as report_as_json
from .queries import subjects
from .reports import adoption_report, participation_report, starting_unit
from .study_command import study_command

NAME_WIDTH = 44


@click.group("report")
def group() -> None:
    """Reports per unit."""


@group.command("participation")
@click.option("--assessment", "assessment_code", metavar="CODE", help="One assessment.")
@click.option("--competition", "competition_code", metavar="CODE", help="All rounds of a competition.")
@click.option("--unit", "unit_code", metavar="CODE", help="Default: the unit that holds the whole audience.")
@click.option("--depth", type=click.IntRange(1, 20), default=1, show_default=True, help="Levels below the unit.")
@json_option
@with_appcontext
@refusing
def participation_command(
    assessment_code: str | None, competition_code: str | None, unit_code: str | None, depth: int, as_json: bool
) -> None:
    """Who took part: people, attempts and rates of each unit."""
    if (assessment_code is None) == (competition_code is None):
        raise click.UsageError("Give either --assessment or --competition.")
    counted = (
        subjects.find_assessment(assessment_code)
        if assessment_code is not None
        else subjects.find_competition(competition_code or "")
    )
    unit = subjects.get_unit(unit_code) if unit_code is not None else starting_unit(counted)
    report = participation_report(counted, unit, depth, clock.now())
    if as_json:
        print_json(report_as_json(report))
    else:
        _print_table(report, counted.title)


@group.command("adoption")
@click.option("--unit", "unit_code", metavar="CODE", help="Default: the first unit without a superior.")
@click.option("--depth", type=click.IntRange(1, 20), default=1, show_default=True, help="Levels below the unit.")
@json_option
@with_appcontext
@refusing
def adoption_command(unit_code: str | None, depth: int, as_json: bool) -> None:
    """Accounts: active ones, those waiting for approval, by device."""
    unit = subjects.get_unit(unit_code) if unit_code is not None else subjects.get_root_unit()
    report = adoption_report(unit, depth, clock.now())
    if as_json:
        print_json(adoption_as_json(report))
    else:
        _print_adoption(report)


@group.command("items")
@click.option("--bank", "bank_code", metavar="CODE", help="All questions of a bank.")
@click.option("--assessment", "assessment_code", metavar="CODE", help="One assessment.")
@json_option
@with_appcontext
@refusing
def items_command(bank_code: str | None, assessment_code: str | None, as_json: bool) -> None:
    """Item statistics, computed anew and kept for the pages."""
    if (bank_code is None) == (assessment_code is None):
        raise click.UsageError("Give either --bank or --assessment.")
    subject = subjects.find_bank(bank_code) if bank_code else subjects.find_assessment(assessment_code or "")
    statistics = renew(subject, clock.now())
    if as_json:
        print_json(items_as_json(statistics.lines, statistics.whole))
    else:
        _print_items(subject.title, statistics)


def _print_items(title: str, statistics: Statistics) -> None:
    whole = statistics.whole
    click.echo(title)
    click.echo(_("Số bài (lượt đầu của mỗi người): %(count)s", count=number(whole.attempts)))
    alpha, error = number(whole.alpha, 2), number(whole.error, 2)
    click.echo(_("Cronbach alpha: %(alpha)s; sai số chuẩn: %(error)s câu", alpha=alpha, error=error))
    counted = count_flags(flagged(statistics.lines))
    for name, flag in FLAGS.items():
        click.echo(f"{translate(flag.title)}: {number(counted[name])}")


def _print_adoption(report: AdoptionReport) -> None:
    headings = [
        _("Thành viên"),
        _("Đủ điều kiện"),
        _("Đang dùng"),
        _("Chờ duyệt"),
        _("Máy tính"),
        _("Điện thoại"),
        _("Tỷ lệ/thành viên"),
        _("Tỷ lệ/đủ điều kiện"),
    ]
    click.echo(f"{report.unit.name} · {_('số liệu đến %(moment)s', moment=moment(report.as_of))}")
    click.echo()
    click.echo(_line(_("Đơn vị"), headings, headings))
    for row in report.rows:
        name = _("Trực thuộc") if row.is_direct else row.unit.name
        click.echo(_line("  " * (row.depth - 1) + name, _adoption_cells(row), headings))
    click.echo(_line(_("Tổng cộng"), _adoption_cells(report.total), headings))
    if not report.total.agrees:
        click.echo(_("Tổng không khớp: số máy tính cộng số điện thoại khác số tài khoản đang dùng."))


def _adoption_cells(row: AdoptionRow) -> list[str]:
    return [*(number(value) for value in row.accounts), percent(row.rate_members), percent(row.rate_eligible)]


def _print_table(report: Report, title: str) -> None:
    click.echo(title)
    click.echo(f"{report.unit.name} · {_('số liệu đến %(moment)s', moment=moment(report.as_of))}")
    click.echo()
    click.echo(_line(_("Đơn vị"), _headings(), _headings()))
    for row in report.rows:
        name = _("Trực thuộc") if row.is_direct else row.unit.name
        click.echo(_line("  " * (row.depth - 1) + name, _cells(row), _headings()))
    click.echo(_line(_("Tổng cộng"), _cells(report.total), _headings()))


def _headings() -> list[str]:
    return [
        _("Thành viên"),
        _("Đủ điều kiện"),
        _("Người"),
        _("Lượt người"),
        _("Lượt thi"),
        _("Đúng hết"),
        _("Điểm TB"),
        _("Tỷ lệ/thành viên"),
        _("Tỷ lệ/đủ điều kiện"),
    ]


def _cells(row: Row) -> list[str]:
    counts = row.counts
    whole = (counts.members, counts.eligible, counts.people, counts.person_times, counts.attempts, counts.all_correct)
    return [
        *(number(value) for value in whole),
        number(row.mean_score, 2),
        percent(row.rate_members),
        percent(row.rate_eligible),
    ]


def _line(name: str, cells: Sequence[str], headings: Sequence[str]) -> str:
    shown = name if len(name) <= NAME_WIDTH else name[: NAME_WIDTH - 1] + "…"
    widths = (len(heading) for heading in headings)
    return shown.ljust(NAME_WIDTH) + "".join(
        f"  {cell:>{max(width, 9)}}" for cell, width in zip(cells, widths, strict=True)
    )


group.add_command(study_command)
commands = [group]
