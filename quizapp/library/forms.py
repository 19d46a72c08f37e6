"""Forms of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ..units.models import Unit
from .draft import LONGEST_ISSUER, LONGEST_NUMBER, Draft
from .head_words import LONGEST_TITLE
from .models import Document
from .parsed import ParsedSection
from .words import AUDIENCES, KINDS

_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class SourceForm(FlaskForm):
    """A file with the text, or the text itself."""

    file = FileField(_l("Tệp văn bản"), [Optional()])
    text = TextAreaField(_l("Hoặc dán văn bản vào đây"), [Optional(), Length(max=1_900_000)])


class DocumentForm(FlaskForm):
    """What a document is known by, whose it is, and who may read it."""

    kind = SelectField(_l("Loại văn bản"), choices=list(KINDS.items()))
    number = StringField(_l("Số, ký hiệu"), [Optional(), Length(max=LONGEST_NUMBER)], description=_l("Ví dụ: 57-NQ/TW"))
    title = TextAreaField(_l("Trích yếu"), [InputRequired(_l("Hãy ghi trích yếu.")), Length(max=LONGEST_TITLE)])
    issuer = StringField(
        _l("Cơ quan ban hành"), [InputRequired(_l("Hãy ghi cơ quan ban hành.")), Length(max=LONGEST_ISSUER)]
    )
    issued_on = DateField(_l("Ngày ban hành"), [InputRequired(_l("Hãy ghi ngày ban hành."))], format=_DAYS)
    unit = SelectField(_l("Đơn vị quản lý"), coerce=int)
    audience = SelectField(_l("Ai được đọc"), choices=list(AUDIENCES.items()))
    is_public = BooleanField(_l("Ai cũng đọc được, không cần đăng nhập"))

    def offer_units(self, units: Sequence[Unit], current: Unit | None = None) -> None:
        """The units that the document may belong to."""
        self.unit.choices = [(unit.id, unit.name) for unit in units]
        if current is not None and current.id not in {unit.id for unit in units}:
            self.unit.choices.append((current.id, current.name))

    def draft(self, sections: tuple[ParsedSection, ...] | None) -> Draft:
        """What was filled in."""
        names = ("kind", "number", "title", "issuer", "issued_on", "audience", "is_public")
        values: dict[str, Any] = {name: getattr(self, name).data for name in names}
        return replace(Draft(**values), number=self.number.data or "", sections=sections)


class NewDocumentForm(DocumentForm):
    """A document on its way in."""

    is_published = BooleanField(_l("Công bố ngay cho người đọc"), default=True)


class ReplacementForm(FlaskForm):
    """When a document ended, and what stands for it."""

    replaced_on = DateField(_l("Hết hiệu lực từ ngày"), [InputRequired(_l("Hãy ghi ngày."))], format=_DAYS)
    successor = StringField(
        _l("Số, ký hiệu của văn bản thay thế"),
        [Optional(), Length(max=LONGEST_NUMBER)],
        description=_l("Văn bản thay thế phải có trong thư viện. Để trống nếu không có."),
    )


class FileForm(FlaskForm):
    """A file that goes with a document."""

    file = FileField(_l("Tệp đính kèm"), [FileRequired(_l("Hãy chọn tệp."))])


class AnnouncementForm(FlaskForm):
    """A short text for the members of a unit."""

    title = StringField(_l("Tiêu đề"), [InputRequired(_l("Hãy ghi tiêu đề.")), Length(max=200)])
    text = TextAreaField(_l("Nội dung"), [InputRequired(_l("Hãy ghi nội dung.")), Length(max=10_000)])
    unit = SelectField(_l("Đơn vị"), coerce=int)
    audience = SelectField(_l("Ai được đọc"), choices=list(AUDIENCES.items()))

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that it may be for."""
        self.unit.choices = [(unit.id, unit.name) for unit in units]


def particulars_of(document: Document) -> dict[str, Any]:
    """The values that a form of the document begins with."""
    names = ("kind", "number", "title", "issuer", "issued_on", "audience", "is_public")
    return {name: getattr(document, name) for name in names} | {"unit": document.unit_id}
