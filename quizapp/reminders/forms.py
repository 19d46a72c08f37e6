"""The form of the settings."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from ..fields import CheckboxesField, ChoiceField, choices_of
from .digest import KINDS
from .models import QUIET_FROM, QUIET_UNTIL, ReminderSetting
from .services import Choices

KIND_LABELS: dict[str, Any] = {
    "due": _l("Việc sắp đến hạn: khóa học, đợt học tập, buổi học, kỳ thi, cuộc thi"),
    "opened": _l("Cuộc thi và kỳ thi vừa mở"),
    "new": _l("Thông báo và văn bản mới"),
}
_HOURS = {str(hour): f"{hour:02}:00" for hour in range(24)}


class SettingForm(FlaskForm):
    """How somebody wants to be reminded."""

    by_email = BooleanField(_l("Gửi thư điện tử cho tôi"))
    kinds = CheckboxesField(_l("Nhắc tôi về"), choices=choices_of(KIND_LABELS))
    quiet_from = ChoiceField(_l("Không làm phiền từ"), choices=choices_of(_HOURS))
    quiet_until = ChoiceField(
        _l("Không làm phiền đến"),
        choices=choices_of(_HOURS),
        description=_l("Chọn hai giờ giống nhau nếu giờ nào cũng được."),
    )

    @classmethod
    def of(cls, setting: ReminderSetting | None) -> SettingForm:
        """Filled in with what was chosen before."""
        chosen = {
            "by_email": setting.by_email if setting else False,
            "kinds": list(setting.kinds) if setting else list(KINDS),
            "quiet_from": str(setting.quiet_from if setting else QUIET_FROM),
            "quiet_until": str(setting.quiet_until if setting else QUIET_UNTIL),
        }
        return cls(data=chosen)

    def choices(self, may_email: bool) -> Choices:
        """What was chosen."""
        return Choices(
            by_email=may_email and bool(self.by_email.data),
            kinds=tuple(self.kinds.data or ()),
            quiet_from=int(self.quiet_from.data),
            quiet_until=int(self.quiet_until.data),
        )
