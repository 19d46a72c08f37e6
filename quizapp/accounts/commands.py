"""Commands for members and roles."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import clock
from ..commanding import finish_import, import_options, json_option, print_json, refusing, say
from ..errors import NotFound, Refused, Sentence
from ..import_report import ImportReport
from ..units import queries as unit_queries
from ..units.models import Unit
from . import member_import, member_services, role_queries, role_services
from .access import everywhere_or_below
from .logins import read_login
from .member_plan import Target
from .models import Grant, Member
from .sign_in_queries import find_candidates


@click.group("members")
def members() -> None:
    """Members and their accounts."""


@members.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", "unit_code", metavar="CODE", help="The unit of those for whom the list names none.")
@import_options
@with_appcontext
def import_members(file: Path, unit_code: str | None, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Create and update members from a list (.xlsx or .csv).

    A member is known by the code; the unit is given by its code or its name. Columns come in any order.
    """

    def load() -> ImportReport:
        target = Target(default_unit=_get_unit(unit_code) if unit_code else None)
        content = file.read_bytes()
        if dry_run:
            report = member_import.preview_members(content, file.name, target, clock.now()).report
            return report if report.may_store(skip_rejected) else report.with_nothing_stored()
        return member_import.import_members(content, file.name, target, clock.now(), skip_rejected)

    finish_import(load, skip_rejected, as_json)


@members.command("password")
@click.argument("login")
@click.option(
    "--stdin", "from_stdin", is_flag=True, required=True, help="Read the password from the first line of stdin."
)
@with_appcontext
@refusing
def set_password(login: str, from_stdin: bool) -> None:
    """Set an initial password for LOGIN (member code, phone or e-mail); it is changed at the first sign-in."""
    member = _get_member(login)
    member_services.set_initial_password(member, sys.stdin.readline().rstrip("\r\n"), clock.now())
    say(Sentence("Đã đặt mật khẩu cho %(name)s.", name=member.name))


@click.group("roles")
def roles() -> None:
    """Roles of members at units."""


@roles.command("grant")
@click.argument("login")
@click.argument("role")
@click.argument("unit_code", metavar="UNIT")
@json_option
@with_appcontext
@refusing
def grant(login: str, role: str, unit_code: str, as_json: bool) -> None:
    """Give LOGIN (member code, phone or e-mail) the ROLE at UNIT (its code) and all below it."""
    role_services.check_role(role)
    member, unit = _get_member(login), _get_unit(unit_code)
    is_new = role_services.grant_role(member, role, unit, clock.now())
    if as_json:
        print_json({**_as_json(member, role, unit), "granted": is_new})
    elif is_new:
        say(Sentence("%(name)s giữ vai trò %(role)s tại %(unit)s.", name=member.name, role=role, unit=unit.name))
    else:
        say(Sentence("%(name)s đã giữ vai trò này từ trước.", name=member.name))


@roles.command("revoke")
@click.argument("login")
@click.argument("role")
@click.argument("unit_code", metavar="UNIT")
@json_option
@with_appcontext
@refusing
def revoke(login: str, role: str, unit_code: str, as_json: bool) -> None:
    """Take the ROLE at UNIT back from LOGIN."""
    role_services.check_role(role)
    member, unit = _get_member(login), _get_unit(unit_code)
    role_services.revoke_role(member, role, unit, clock.now())
    if as_json:
        print_json({**_as_json(member, role, unit), "revoked": True})
    else:
        say(Sentence("%(name)s không còn giữ vai trò này tại %(unit)s.", name=member.name, unit=unit.name))


@roles.command("list")
@click.option("--unit", "unit_code", metavar="CODE", help="Only at this unit and below.")
@json_option
@with_appcontext
@refusing
def list_roles(unit_code: str | None, as_json: bool) -> None:
    """Who holds which role where."""
    scope = everywhere_or_below([_get_unit(unit_code).path] if unit_code else None)
    grants = role_queries.list_grants(scope, most=100_000)
    if as_json:
        print_json({"grants": [_grant_as_json(held) for held in grants]})
        return
    for held in grants:
        click.echo(f"{held.member.code}\t{held.member.name}\t{held.role}\t{held.unit.code}\t{held.unit.name}")


def _get_member(login: str) -> Member:
    found = find_candidates(read_login(login))
    if len(found) > 1:
        raise Refused(Sentence("Nhiều người dùng chung “%(login)s”. Hãy ghi mã số.", login=login))
    if not found:
        raise NotFound(Sentence("Không có ai có mã số, điện thoại hoặc thư điện tử “%(login)s”.", login=login))
    return found[0]


def _get_unit(code: str) -> Unit:
    unit = unit_queries.find_by_any_case(code)
    if unit is None:
        raise NotFound(Sentence("Không có đơn vị nào mang mã “%(code)s”.", code=code))
    return unit


def _grant_as_json(held: Grant) -> dict[str, str]:
    return {**_as_json(held.member, held.role, held.unit), "granted_at": held.granted_at.isoformat()}


def _as_json(member: Member, role: str, unit: Unit) -> dict[str, str]:
    return {
        "member_code": member.code,
        "member_name": member.name,
        "role": role,
        "unit_code": unit.code,
        "unit_name": unit.name,
    }


commands: list[click.Command] = [members, roles]
