"""Materials that a unit gives its branches to read before the meeting of a month ("tài liệu sinh hoạt chi bộ")."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_login import current_user
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from ...accounts import audit
from ...accounts.access import Permission, can, require, within
from ...accounts.models import Member
from ...errors import Invalid, NotFound, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...library import announcements
from ...library.models import Document
from ...library.visibility import visible_to
from ...library.words import short_name
from ...transactions import transactional
from ...units.models import Unit
from ...units.subtree import ids_of
from ..web_address import is_web_address
from .models import MaterialItem, MaterialPackage

LONGEST_NOTE = 5_000
MOST_ITEMS = 30
MOST_LISTED = 60
# Of the announcement: its words are the unit's own, and so not translated.
TITLE = "Tài liệu sinh hoạt chi bộ tháng %(month)s"
_UNKNOWN = Sentence("Không có tài liệu này, hoặc bạn không được xem.")


@dataclass(frozen=True, slots=True)
class PackageSpec:
    """What describes a package; ``links`` are (title, address)."""

    month: date
    note: str = ""
    documents: tuple[Document, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def list_packages(member: Member) -> Sequence[MaterialPackage]:
    """What the member's units have published, and drafts of the units that he or she publishes for; the last month
    first."""
    query = select(MaterialPackage).join(MaterialPackage.unit).options(contains_eager(MaterialPackage.unit))
    query = query.options(selectinload(MaterialPackage.items).joinedload(MaterialItem.document))
    latest = query.where(_visible_to(member)).order_by(MaterialPackage.month.desc(), Unit.path)
    return db.session.scalars(latest.limit(MOST_LISTED)).all()


def get_package(package_id: int, permission: Permission | None = None) -> MaterialPackage:
    """Raises NotFound, and Forbidden for one that is seen without this permission."""
    query = select(MaterialPackage).join(MaterialPackage.unit).options(contains_eager(MaterialPackage.unit))
    query = query.options(selectinload(MaterialPackage.items).joinedload(MaterialItem.document))
    found = db.session.scalar(query.where(MaterialPackage.id == package_id, _visible_to(current_user)))
    if found is None:
        raise NotFound(_UNKNOWN)
    if permission is not None:
        require(permission, found.unit.path)
    return found


def _visible_to(member: Member) -> ColumnElement[bool]:
    mine = and_(MaterialPackage.unit_id.in_(ids_of(member.unit.path)), MaterialPackage.published_at.is_not(None))
    return or_(mine, within(Permission.DOCUMENT_MANAGE, member))


def may_manage(package: MaterialPackage) -> bool:
    """Whether the signed-in person may change it."""
    return can(Permission.DOCUMENT_MANAGE, package.unit.path)


def readable_in(packages: Collection[MaterialPackage]) -> set[int]:
    """The ids of their documents that the signed-in person may read. One statement."""
    wanted = {item.document_id for package in packages for item in package.items if item.document_id}
    if not wanted:
        return set()
    return set(db.session.scalars(select(Document.id).join(Document.unit).where(Document.id.in_(wanted), visible_to())))


def documents_to_offer(chosen: Collection[Document] = ()) -> list[Document]:
    """Documents that a form offers: materials for branches first, then what came last; with those chosen already."""
    is_material = Document.kind == "branch_material"
    query = select(Document).join(Document.unit).where(visible_to(), Document.published_at.is_not(None))
    newest = query.order_by(is_material.desc(), Document.published_at.desc(), Document.id.desc()).limit(12)
    found = list(db.session.scalars(newest))
    return [*chosen, *(one for one in found if one not in chosen)]


@transactional
def create_package(spec: PackageSpec, unit: Unit, now: datetime) -> MaterialPackage:
    """A draft. Raises Invalid, and Refused where the unit has one of this month."""
    _check(spec, unit)
    _refuse_second(spec, unit)
    package = MaterialPackage(unit_id=unit.id, month=spec.month, note=spec.note, created_at=now)
    db.session.add(package)
    _fill(package, spec)
    audit.record("package.created", "package", package.id, unit_id=unit.id, now=now, month=spec.month.isoformat())
    return package


@transactional
def edit_package(package: MaterialPackage, spec: PackageSpec, unit: Unit, now: datetime) -> None:
    """Something else, at once also for readers. Raises Invalid and Refused."""
    _check(spec, unit)
    if (package.unit_id, package.month) != (unit.id, spec.month):
        _refuse_second(spec, unit)
    package.unit_id, package.month, package.note = unit.id, spec.month, spec.note
    _fill(package, spec)
    audit.record("package.edited", "package", package.id, unit_id=unit.id, now=now, month=spec.month.isoformat())


def _check(spec: PackageSpec, unit: Unit) -> None:
    if not spec.documents and not spec.links:
        raise Invalid(Sentence("Hãy chọn ít nhất một tài liệu hoặc ghi một liên kết."))
    if len(spec.note) > LONGEST_NOTE or len(spec.documents) + len(spec.links) > MOST_ITEMS:
        raise Invalid(Sentence("Lời dặn quá dài hoặc có quá %(most)s tài liệu.", most=MOST_ITEMS))
    for title, address in spec.links:
        if not title or len(title) > 300 or not is_web_address(address):
            line = f"{title} | {address}"
            raise Invalid(Sentence("Dòng “%(line)s” chưa đúng. Ghi: Tên tài liệu | https://…", line=line[:80]))
    above = ids_of(unit.path)
    for document in spec.documents:
        if document.published_at is None or not (document.is_public or document.unit_id in above):
            name = short_name(document)
            raise Invalid(
                Sentence("%(document)s chưa công bố hoặc không dành cho %(unit)s.", document=name, unit=unit.name)
            )


def _refuse_second(spec: PackageSpec, unit: Unit) -> None:
    same = (MaterialPackage.unit_id == unit.id, MaterialPackage.month == spec.month)
    if db.session.scalar(select(MaterialPackage.id).where(*same)) is not None:
        month = f"{spec.month:%m/%Y}"
        raise Refused(
            Sentence("%(unit)s đã có tài liệu tháng %(month)s. Hãy mở ra để sửa.", unit=unit.name, month=month)
        )


def _fill(package: MaterialPackage, spec: PackageSpec) -> None:
    items = [MaterialItem(title=one.title[:300], document_id=one.id) for one in spec.documents]
    items += [MaterialItem(title=tidy(title), address=address) for title, address in spec.links]
    for item in list(package.items):
        db.session.delete(item)
    db.session.flush()
    for position, item in enumerate(items, 1):
        item.package_id, item.position = package.id, position
        db.session.add(item)
    db.session.flush()
    db.session.expire(package, ["items", "unit"])


@transactional
def publish(package: MaterialPackage, leads_to: str | None, publisher: Member, now: datetime) -> None:
    """Let the branches see it; with ``leads_to`` (the page's path) an announcement tells them. Twice is once."""
    if package.published_at is not None:
        return
    package.published_at = now
    month = f"{package.month:%m/%Y}"
    audit.record("package.published", "package", package.id, unit_id=package.unit_id, now=now, month=month)
    if leads_to:
        title = TITLE % {"month": month}
        text = "\n".join(["", *(f"- {item.title}" for item in package.items)])
        announcements.publish(
            title, package.note + "\n" + text, package.unit, "party_members", publisher, now, leads_to
        )


@transactional
def withdraw(package: MaterialPackage, now: datetime) -> None:
    """Hide it again. Twice is once."""
    if package.published_at is not None:
        package.published_at = None
        month = f"{package.month:%m/%Y}"
        audit.record("package.withdrawn", "package", package.id, unit_id=package.unit_id, now=now, month=month)
