"""PURE: whose position makes him or her a key cadre (cán bộ chủ chốt): who leads, deputises or sits on a committee.

Lists give everybody a position ("Chuyên viên", "Nhân viên"), so having one says nothing. Compared with its accents:
"phó" leads, "phố" is a street.
"""

from __future__ import annotations

import re
import unicodedata

_LEADS = re.compile(
    r"\b(bí thư|thường vụ|thường trực|(?:ủy|uỷ) viên|chủ tịch|giám đốc|trưởng|phó|chánh|chủ nhiệm|chỉ huy)\b"
)


def is_key_position(position: str) -> bool:
    """Whether the position, as lists write it, is one of leadership."""
    return bool(_LEADS.search(unicodedata.normalize("NFC", position).lower()))
