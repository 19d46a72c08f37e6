"""The words of the engine's settings on a page, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

PARTIAL_CREDIT = {
    "none": _l("Không có điểm"),
    "per_option": _l("Có điểm cho phần đúng"),
}
