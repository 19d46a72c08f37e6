"""Documents in words. Names of kinds are those of domain.md: Vietnamese on the page, English in code."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from ..rich_text import with_unbroken_numbers
from ..wording import day, unbroken
from .models import Document, Section

KINDS: dict[str, Any] = {
    "resolution": _l("Nghị quyết"),
    "directive": _l("Chỉ thị"),
    "regulation": _l("Quy định"),
    "conclusion": _l("Kết luận"),
    "guidance": _l("Hướng dẫn"),
    "plan": _l("Kế hoạch"),
    "decision": _l("Quyết định"),
    "programme": _l("Chương trình"),
    "branch_material": _l("Tài liệu sinh hoạt chi bộ"),
    "reference": _l("Tài liệu tham khảo"),
}
AUDIENCES: dict[str, Any] = {
    "all": _l("Mọi người trong đơn vị"),
    "party_members": _l("Đảng viên (chính thức và dự bị)"),
    "official_members": _l("Đảng viên chính thức"),
    "union_members": _l("Đoàn viên"),
}
# Which kinds of members an audience is; None: all.
AUDIENCE_KINDS: dict[str, tuple[str, ...] | None] = {
    "all": None,
    "party_members": ("official", "probationary"),
    "official_members": ("official",),
    "union_members": ("union_member",),
}


def audiences_of(member_kind: str) -> list[str]:
    """The audiences that a member of this kind belongs to."""
    return [name for name, kinds in AUDIENCE_KINDS.items() if kinds is None or member_kind in kinds]


def kind_name(kind: str) -> str:
    """ "Nghị quyết"."""
    return str(KINDS[kind])


def short_name(document: Document) -> str:
    """ "Nghị quyết 57-NQ/TW", unbroken; the title where there is no number."""
    return name_of(document.kind, document.number, document.title)


def name_of(kind: str, number: str, title: str) -> str:
    """The same from its parts."""
    return f"{kind_name(kind)} {unbroken(number)}" if number else unbroken(title)


def full_name(document: Document) -> str:
    """ "Nghị quyết 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"."""
    about = {"name": short_name(document), "day": day(document.issued_on), "issuer": document.issuer}
    return _("%(name)s ngày %(day)s của %(issuer)s", **about)


def section_label(section: Section) -> str:
    """ "Điều 5", "Mục II", "Khoản 3"; "" for a section without a number."""
    if not section.number:
        return ""
    names = {
        "part": _("Phần %(number)s", number=section.number),
        "chapter": _("Chương %(number)s", number=section.number),
        "heading": _("Mục %(number)s", number=section.number),
        "article": _("Điều %(number)s", number=section.number),
        "clause": _("Khoản %(number)s", number=section.number),
        "point": _("Điểm %(number)s", number=section.number),
    }
    return names.get(section.kind, section.number)


def section_sign(section: Section) -> str:
    """The number as it is printed before the section: "Điều 5.", "II.", "3.", "a)"."""
    if section.kind in ("heading", "clause") and section.number:
        return f"{section.number}."
    if section.kind == "point":
        return f"{section.number})"
    label = section_label(section)
    return f"{label}." if label and section.heading else label


def section_html(section: Section) -> Markup:
    """The section's text for showing; it was made clean when it was stored."""
    return Markup(with_unbroken_numbers(section.html))  # noqa: S704
