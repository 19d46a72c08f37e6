"""Commands for question banks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from .. import clock
from ..commanding import finish_import, import_options, json_option, print_json, refuse, refusing, say
from ..errors import Refused, Sentence
from ..import_report import ImportReport
from ..units.models import Unit
from ..units.queries import find_by_code, find_root
from ..wording import number, translate
from . import checked_banks, exporting, queries, services, words
from .bank_quality import BankReport
from .formats import registry, second_document
from .formats.parsed import ParsedFile
from .models import Bank


@click.group("questions")
def group() -> None:
    """Question banks."""


commands: list[click.Command] = [group]


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--bank", "code", required=True, metavar="CODE", help="The bank; created where it does not exist.")
@click.option("--format", "format", default=registry.AUTO, show_default=True, help="Name of the file's format.")
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A second document with the keys (Word or text).",
)
@click.option("--unit", "unit_code", metavar="CODE", help="Owner of a new bank. Default: the root unit.")
@click.option("--title", help="Title of a new bank. Default: the file's, else its code.")
@import_options
@with_appcontext
def import_questions(
    file: Path,
    code: str,
    format: str,
    key_file: Path | None,
    unit_code: str | None,
    title: str | None,
    dry_run: bool,
    skip_rejected: bool,
    as_json: bool,
) -> None:
    """Import the questions of FILE into a bank, whole or not at all."""

    def load() -> ImportReport:
        if key_file:
            parsed = second_document.read(file.read_bytes(), file.name, key_file.read_bytes(), key_file.name)
        else:
            parsed = registry.read(file.read_bytes(), file.name, format)
        owner = _owner(code, unit_code)
        if dry_run:
            return _check(parsed, code)
        name = title or parsed.title or code
        return services.import_into(parsed, code, name, owner, None, clock.now(), skip_rejected)

    finish_import(load, skip_rejected, as_json, has_kinds=True)


def _check(parsed: ParsedFile, code: str) -> ImportReport:
    services.checked_code(code)
    return services.plan(parsed, queries.find_bank(code)).report()


def _owner(code: str, unit_code: str | None) -> Unit:
    """The unit that the bank belongs to, or will."""
    bank = queries.find_bank(code)
    if bank is not None:
        return bank.unit
    unit = find_by_code(unit_code) if unit_code else find_root()
    if unit is None and unit_code:
        raise Refused(Sentence("Không có đơn vị mã %(code)s. Hãy kiểm tra lại mã đơn vị.", code=unit_code))
    if unit is None:
        raise Refused(Sentence("Chưa có đơn vị nào để giao ngân hàng câu hỏi. Hãy nhập danh sách đơn vị trước."))
    return unit


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--bank", "code", required=True, metavar="CODE", help="The bank.")
@click.option("--format", "format", required=True, help="Name of the file's format.")
@json_option
@with_appcontext
@refusing
def export_questions(file: Path, code: str, format: str, as_json: bool) -> None:
    """Write a bank's questions, with their keys, to FILE."""
    exported = exporting.export_questions(_existing(code), format, clock.now())
    try:
        file.write_bytes(exported.content)
    except OSError as error:
        refuse(Sentence("Không ghi được tệp %(file)s: %(reason)s.", file=str(file), reason=error.strerror or ""))
    if as_json:
        print_json({"written": exported.count} | ({"left_out": str(exported.left_out)} if exported.left_out else {}))
    else:
        say(Sentence("Đã ghi %(count)s câu hỏi vào tệp %(file)s.", count=exported.count, file=str(file)))
        if exported.left_out:
            say(exported.left_out)


@group.command("lint")
@click.option("--bank", "code", required=True, metavar="CODE", help="The bank.")
@json_option
@with_appcontext
@refusing
def lint_questions(code: str, as_json: bool) -> None:
    """Say what is wrong with a bank and how to mend it.

    Exit code 0: no error (there may be warnings and hints). 1: at least one error, or no such bank.
    """
    bank = _existing(code)
    report = checked_banks.report_of(bank)
    if as_json:
        print_json(_lint_as_json(bank, report))
    else:
        _print_findings(report)
    sys.exit(1 if report.has_errors else 0)


def _lint_as_json(bank: Bank, report: BankReport) -> dict[str, Any]:
    return {
        "bank": bank.code,
        "questions": report.questions,
        "findings": [
            {
                "question": finding.question.reference if finding.question else None,
                "rule": finding.rule.value,
                "severity": finding.rule.severity.value,
                "message": translate(finding.sentence),
                "others": [other.reference for other in finding.others],
            }
            for finding in report.findings
        ],
        "counts": {severity.value: count for severity, count in report.counts.items()},
        "keys": report.keys,
    }


def _print_findings(report: BankReport) -> None:
    for finding in report.findings:
        place = finding.question.reference if finding.question else _("Cả ngân hàng")
        severity = words.severity_name(finding.rule.severity)
        click.echo(f"{severity} · {place} · {translate(finding.sentence)} [{finding.rule}]")
    counts = {severity.value: number(count) for severity, count in report.counts.items()}
    click.echo(
        _(
            "%(questions)s câu: %(error)s lỗi, %(warning)s cảnh báo, %(hint)s gợi ý.",
            questions=number(report.questions),
            **counts,
        )
    )


def _existing(code: str) -> Bank:
    bank = queries.find_bank(code)
    if bank is None:
        raise Refused(Sentence("Không có ngân hàng câu hỏi mã %(code)s.", code=code))
    return bank
