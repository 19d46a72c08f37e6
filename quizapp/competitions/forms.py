"""Forms of competitions. What a rule refuses is put beside the field by ``accounts.forms.refuse``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ..accounts.forms import lock_fields
from ..accounts.labels import KIND_LABELS
from ..errors import Sentence
from ..fields import CheckboxesField, ChoiceField, MomentField, WholeField, choices_of, unit_choices
from ..local_times import to_instant, to_local
from ..questions.words import KINDS as QUESTION_KINDS
from ..units.models import Unit
from . import words
from .locks import PUBLISHED
from .models import Competition
from .round_settings import USABLE_KINDS, RoundSettings, usual_order
from .services.competitions import LONGEST_CODE, LONGEST_RULES, LONGEST_TITLE

_REQUIRED = InputRequired(_l("Mục này cần được điền."))
_ATTEMPTS = ("1", "3", "7")
RANKING_PLACES = 6


class NewCompetitionForm(FlaskForm):
    """What a competition begins with."""

    title = StringField(_l("Tên cuộc thi"), [_REQUIRED, Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))])
    unit = ChoiceField(_l("Đơn vị tổ chức"), coerce=int)
    code = StringField(
        _l("Mã cuộc thi"),
        [Optional(), Length(max=LONGEST_CODE, message=_l("Mã quá dài."))],
        description=_l("Có trong liên kết, ví dụ nq57-2026. Để trống, hệ thống tự đặt theo tên."),
    )

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that may organise it."""
        self.unit.choices = unit_choices(units)


class InformationForm(NewCompetitionForm):
    """Step 1: title, organiser, code, rules."""

    rules = TextAreaField(
        _l("Thể lệ"),
        [Optional(), Length(max=LONGEST_RULES, message=_l("Thể lệ quá dài."))],
        description=_l(
            "Dòng bắt đầu bằng ## là đề mục, dòng bắt đầu bằng - là gạch đầu dòng, **chữ** là chữ đậm. "
            "Mục lục được lập từ các đề mục."
        ),
        render_kw={"rows": 18},
    )

    @classmethod
    def of(cls, competition: Competition, units: Sequence[Unit], locks: Mapping[str, Sentence]) -> InformationForm:
        """The form filled in; what is locked keeps its value whatever is sent."""
        values = {name: getattr(competition, name) for name in ("title", "code", "rules")}
        form = cls(data={**values, "unit": competition.unit_id})
        form.offer_units([*units, *([] if competition.unit in units else [competition.unit])])
        form.code.description = _("Có trong liên kết và mã QR; không đổi được sau khi công bố.")
        for name in locks:
            if name in form._fields:
                form[name].data = competition.unit_id if name == "unit" else getattr(competition, name)
        lock_fields(form, locks)
        return form


class KindsForm(FlaskForm):
    """Kinds of members that a competition is for."""

    member_kinds = CheckboxesField(_l("Đối tượng dự thi"), choices=choices_of(KIND_LABELS))


class RoundForm(FlaskForm):
    """Step 2: one round."""

    title = StringField(_l("Tên vòng thi"), [_REQUIRED, Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))])
    opens_at = MomentField(_l("Mở lúc"), [InputRequired(_l("Hãy chọn ngày và giờ mở."))])
    closes_at = MomentField(_l("Đóng lúc"), [InputRequired(_l("Hãy chọn ngày và giờ đóng."))])
    minutes = WholeField(_l("Thời gian làm bài (phút)"), [InputRequired(_l("Hãy ghi số phút."))])
    attempts = ChoiceField(
        _l("Số lượt thi của mỗi người"),
        choices=[
            *(SelectChoice(number) for number in _ATTEMPTS),
            SelectChoice("unlimited", _l("Không giới hạn")),
            SelectChoice("other", _l("Số khác")),
        ],
    )
    attempts_other = WholeField(_l("Số khác"), [Optional()])
    counting = ChoiceField(_l("Lượt được tính"), choices=choices_of(words.COUNTING))
    prediction_target = ChoiceField(
        _l("Câu hỏi dự đoán"), choices=[SelectChoice("", _l("Không có")), *choices_of(words.PREDICTION_TARGETS)]
    )
    is_prediction_required = BooleanField(_l("Phải trả lời câu hỏi dự đoán mới được nộp bài"))
    allowed_kinds = CheckboxesField(
        _l("Loại câu được rút vào đề"), choices=[SelectChoice(kind, QUESTION_KINDS[kind]) for kind in USABLE_KINDS]
    )
    partial_credit = ChoiceField(_l("Câu đúng một phần"), choices=choices_of(words.PARTIAL_CREDIT))
    shuffles_questions = BooleanField(_l("Đảo thứ tự câu hỏi"))
    shuffles_options = BooleanField(_l("Đảo thứ tự phương án"))
    answers_shown = ChoiceField(_l("Người thi được xem đáp án, giải thích"), choices=choices_of(words.ANSWERS_SHOWN))
    reason = StringField(
        _l("Lý do gia hạn"),
        [Optional(), Length(max=300, message=_l("Lý do quá dài."))],
        description=_l("Ghi khi lùi giờ đóng của vòng đã công bố. Lý do được lưu trong nhật ký."),
    )
    ranking_1 = ChoiceField()
    ranking_2 = ChoiceField()
    ranking_3 = ChoiceField()
    ranking_4 = ChoiceField()
    ranking_5 = ChoiceField()
    ranking_6 = ChoiceField()

    @classmethod
    def of(cls, settings: RoundSettings, locks: Mapping[str, Sentence]) -> RoundForm:
        """The form filled in; what is locked keeps its value whatever is sent."""
        values = _values_of(settings)
        form = cls(data=values)
        for place, field in enumerate(form.ranking_fields(), 1):
            field.label.text = _("Tiêu chí %(place)s", place=place)
            field.choices = [SelectChoice("", "–"), *choices_of(words.RANKING)]
        locked = {name: why for setting, why in locks.items() for name in _fields_of(setting)}
        for name in locked:
            form[name].data = values[name]
        lock_fields(form, locked, said=PUBLISHED)
        return form

    def ranking_fields(self) -> list[ChoiceField]:
        """The ranking keys in their order."""
        return [self[f"ranking_{place}"] for place in range(1, RANKING_PLACES + 1)]

    def settings(self) -> RoundSettings:
        """What was filled in. Times are in the installation's time zone."""
        return RoundSettings(
            title=self.title.data or "",
            opens_at=to_instant(self.opens_at.data),
            closes_at=to_instant(self.closes_at.data),
            minutes=self.minutes.data or 0,
            attempts_allowed=self._attempts_allowed(),
            counting=self.counting.data,
            ranking=tuple(field.data for field in self.ranking_fields() if field.data),
            prediction_target=self.prediction_target.data or None,
            is_prediction_required=self.is_prediction_required.data,
            allowed_kinds=usual_order(self.allowed_kinds.data or ()),
            partial_credit=self.partial_credit.data,
            shuffles_questions=self.shuffles_questions.data,
            shuffles_options=self.shuffles_options.data,
            answers_shown=self.answers_shown.data,
        )

    def _attempts_allowed(self) -> int | None:
        if self.attempts.data == "unlimited":
            return None
        return (self.attempts_other.data or 0) if self.attempts.data == "other" else int(self.attempts.data)


def _fields_of(setting: str) -> Iterable[str]:
    """The fields that hold a setting."""
    if setting == "ranking":
        return [f"ranking_{place}" for place in range(1, RANKING_PLACES + 1)]
    if setting == "attempts_allowed":
        return ["attempts", "attempts_other"]
    return [setting] if setting != "matrix" else []


def _values_of(settings: RoundSettings) -> dict[str, Any]:
    allowed = settings.attempts_allowed
    is_usual = str(allowed) in _ATTEMPTS
    values = {
        "attempts": "unlimited" if allowed is None else str(allowed) if is_usual else "other",
        "attempts_other": None if is_usual else allowed,
        "prediction_target": settings.prediction_target or "",
        "allowed_kinds": list(settings.allowed_kinds),
        "partial_credit": settings.partial_credit,
        "opens_at": to_local(settings.opens_at),
        "closes_at": to_local(settings.closes_at),
    }
    same = ("title", "minutes", "counting", "is_prediction_required", "shuffles_questions", "shuffles_options")
    values |= {name: getattr(settings, name) for name in (*same, "answers_shown")}
    keys = [*settings.ranking, *[""] * RANKING_PLACES][:RANKING_PLACES]
    return values | {f"ranking_{place}": key for place, key in enumerate(keys, 1)}
