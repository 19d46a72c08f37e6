"""The form in which questions are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from ..errors import Sentence
from ..library.models import Section
from ..library.words import full_name, section_label
from ..wording import translate
from . import words
from .source_picking import Offer

MOST_PICTURES = 20
# Of all pictures in one question; written out for the network they are a third longer, and a form holds texts beside.
MOST_PICTURE_MEGABYTES = 3
LARGEST_FORM = 6_000_000
_LEVELS = [SelectChoice(*one) for one in words.LEVELS.items()]
_ANSWERS = {"text": "accepted", "number": "value", "cloze": "gaps", "essay": "criteria"}
_OPTION = re.compile(r"options-(\d{1,4})-", re.ASCII)
_PLAIN = (
    *("stem", "explanation", "source", "topic", "tags", "accepted", "value", "tolerance", "unit"),
    *("least_words", "most_words", "document_words", "document", "section"),
)


class OptionRow(Form):
    """An option, a statement, a step of an ordering, or a pair to be matched."""

    text = TextAreaField(_l("Nội dung"))
    match = TextAreaField(_l("Vế phải"))


class GapRow(Form):
    """What may fill a gap."""

    options = TextAreaField(_l("Các phương án"))


class CriterionRow(Form):
    """A line of a rubric."""

    text = StringField(_l("Tiêu chí"))
    points = StringField(_l("Điểm"))


class QuestionForm(FlaskForm):
    """A question of any kind; what it says is checked by the rules that files are checked by."""

    kind = SelectField(_l("Loại câu"), choices=[SelectChoice(*one) for one in words.KINDS.items()])
    stem = TextAreaField(_l("Nội dung câu hỏi"))
    options = FieldList(FormField(OptionRow))
    accepted = TextAreaField(_l("Các câu trả lời được chấp nhận"))
    ignores_case = BooleanField(_l("Không phân biệt chữ hoa, chữ thường"), default=True)
    ignores_diacritics = BooleanField(_l("Không phân biệt có dấu, không dấu"))
    value = StringField(_l("Đáp án (một số)"))
    tolerance = StringField(_l("Sai số cho phép"), [Optional()])
    unit = StringField(_l("Đơn vị tính"), [Optional()])
    gaps = FieldList(FormField(GapRow))
    criteria = FieldList(FormField(CriterionRow))
    least_words = StringField(_l("Ít nhất bao nhiêu từ"), [Optional()])
    most_words = StringField(_l("Nhiều nhất bao nhiêu từ"), [Optional()])
    explanation = TextAreaField(_l("Giải thích"), [Optional()])
    source = StringField(_l("Căn cứ"), [Optional()])
    topic = StringField(_l("Chủ đề"), [Optional()])
    level = SelectField(_l("Mức độ"), [Optional()], choices=[SelectChoice("", _l("Chưa chọn")), *_LEVELS])
    tags = StringField(_l("Nhãn"), [Optional()])
    reason = StringField(_l("Lý do sửa"), [Optional()])
    cited = FieldList(HiddenField())
    document_words = StringField(_l("Tìm văn bản trong thư viện"), [Optional()])
    document = SelectField(_l("Văn bản"), [Optional()], validate_choice=False)
    section = SelectField(_l("Điều, mục"), [Optional()], validate_choice=False)
    pictures = FieldList(HiddenField())
    picture = FileField(_l("Thêm hình"), [Optional()])
    form_key = HiddenField()
    based_on = HiddenField()
    revision = HiddenField(default="0")
    seen_similar = HiddenField()

    @classmethod
    def of(cls, typed: dict[str, Any], **hidden: Any) -> QuestionForm:
        """The form filled in with these fields, whatever the request sent."""
        form = cls(formdata=None, data={**typed, **hidden})
        form._right = [int(place) for place in typed.get("right") or []]
        return form

    _right: list[int] | None = None

    @property
    def right(self) -> list[int]:
        """Places of the options that are marked right. Rows that a script took out leave gaps in the names."""
        if self._right is not None:
            return self._right
        sent = set(request.form.getlist("right"))
        numbers = sorted({int(found[1]) for name in request.form if (found := _OPTION.match(name))})
        return [place for place, number in enumerate(numbers) if str(number) in sent]

    def typed(self) -> dict[str, Any]:
        """All fields, as ``typed_questions`` reads them and drafts keep them."""
        return {
            "kind": self.kind.data if self.kind.data in words.KINDS else "single",
            **{name: self[name].data or "" for name in _PLAIN},
            "level": self.level.data if self.level.data in words.LEVELS else "",
            "ignores_case": bool(self.ignores_case.data),
            "ignores_diacritics": bool(self.ignores_diacritics.data),
            "options": list(_rows(self.options)),
            "gaps": list(_rows(self.gaps)),
            "criteria": list(_rows(self.criteria)),
            "right": self.right,
            "cited": [value for value in self.cited.data if value],
            "pictures": [source for source in self.pictures.data if source],
            "reason": self.reason.data or "",
        }

    def offer_sources(self, offer: Offer) -> None:
        """The documents and sections to choose from."""
        documents = [SelectChoice(str(one.id), full_name(one)) for one in offer.documents]
        self.document.choices = [SelectChoice("", _l("Chưa chọn")), *documents]
        sections = [SelectChoice(str(one.id), section_name(one)) for one in offer.sections]
        self.section.choices = [SelectChoice("", _l("Cả văn bản")), *sections]

    def point_out(self, faults: Iterable[tuple[str, Sentence]]) -> None:
        """Say at the fields what is wrong with them; what concerns the answers stands above their rows."""
        for part, fault in faults:
            field = self[self.answers_field if part == "answers" else part] if part != "reference" else self.stem
            field.errors = [*field.errors, translate(fault)]

    @property
    def answers_field(self) -> str:
        """The name of the field that holds the answers of the kind."""
        return _ANSWERS.get(self.kind.data or "", "options")


def section_name(section: Section) -> str:
    """ "Điều 5. Mục tiêu", as a list of choices names it; deeper ones are set in."""
    label = ". ".join(part for part in (section_label(section), section.heading) if part)
    return "\N{EM SPACE}" * section.depth + (label or section.anchor)


def _rows(rows: FieldList) -> Iterable[dict[str, str]]:
    return ({field.short_name: field.data or "" for field in entry.form} for entry in rows.entries)


class ReviewForm(FlaskForm):
    """Approve this version, or give it back with a comment."""

    text = TextAreaField(_l("Góp ý"), [Optional()])
