"""PURE: the words of member lists (kind, status, sex), in the spellings that lists use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ..errors import Invalid, Sentence
from ..folding import fold, tidy

# The first spelling of each is the one that is recommended; all are compared folded, without punctuation.
KINDS: Mapping[str, tuple[str, ...]] = {
    "official": (
        "chính thức",
        "đảng viên chính thức",
        "đảng viên",
        "ĐV chính thức",
        "ĐVCT",
        "CT",
        "ĐV",
        "official",
    ),
    "probationary": ("dự bị", "đảng viên dự bị", "ĐV dự bị", "ĐVDB", "DB", "probationary"),
    "union_member": (
        "đoàn viên",
        "đoàn viên thanh niên",
        "đoàn viên TNCS Hồ Chí Minh",
        "đoàn viên TNCS HCM",
        "ĐVTN",
        "union_member",
    ),
    "staff": (
        "cán bộ",
        "công chức",
        "viên chức",
        "người lao động",
        "cán bộ, công chức",
        "cán bộ, công chức, viên chức",
        "cán bộ ngoài đảng",
        "công chức ngoài đảng",
        "cán bộ/công chức ngoài đảng",
        "CBCC",
        "CBCCVC",
        "staff",
    ),
    "non_member": (
        "quần chúng",
        "quần chúng ưu tú",
        "cảm tình đảng",
        "ngoài đảng",
        "chưa vào đảng",
        "hội viên",
        "QC",
        "non_member",
    ),
    "public": ("thí sinh tự do", "tự do", "người dân", "công dân", "public"),
}

STATUSES: Mapping[str, tuple[str, ...]] = {
    "active": (
        "đang sinh hoạt",
        "sinh hoạt",
        "đang hoạt động",
        "hoạt động",
        "đang công tác",
        "bình thường",
        "active",
    ),
    "exempt": (
        "miễn sinh hoạt",
        "miễn công tác",
        "được miễn",
        "miễn",
        "miễn công tác và sinh hoạt",
        "miễn công tác, sinh hoạt",
        "được miễn sinh hoạt",
        "được miễn công tác",
        "được miễn công tác và sinh hoạt",
        "được miễn công tác và sinh hoạt đảng",
        "miễn sinh hoạt đảng",
        "exempt",
    ),
    "suspended": (
        "đình chỉ",
        "đình chỉ sinh hoạt",
        "đình chỉ sinh hoạt đảng",
        "bị đình chỉ",
        "bị đình chỉ sinh hoạt",
        "bị đình chỉ sinh hoạt đảng",
        "suspended",
    ),
    "away": (
        "tạm vắng",
        "đi vắng",
        "sinh hoạt tạm thời",
        "sinh hoạt tạm thời nơi khác",
        "sinh hoạt đảng tạm thời",
        "chuyển sinh hoạt tạm thời",
        "chuyển sinh hoạt đảng tạm thời",
        "away",
    ),
    "transferred": (
        "chuyển đi",
        "đã chuyển đi",
        "chuyển sinh hoạt",
        "đã chuyển sinh hoạt",
        "chuyển sinh hoạt đảng",
        "chuyển sinh hoạt chính thức",
        "chuyển sinh hoạt đảng chính thức",
        "transferred",
    ),
    "deceased": ("từ trần", "đã từ trần", "qua đời", "đã qua đời", "đã mất", "mất", "deceased"),
}

SEXES: Mapping[str, tuple[str, ...]] = {
    "male": ("nam", "nam giới", "trai", "male", "M"),
    "female": ("nữ", "nữ giới", "gái", "female", "F"),
}

_NOT_A_WORD = re.compile(r"[^\w]+")


def kind_of(text: str) -> str:
    """The kind that a word of a list means. Raises Invalid, with the words allowed, for an unknown one."""
    return _KIND_OF.get(_key(text)) or _refuse(Sentence("Loại"), text, KINDS)


def status_of(text: str) -> str:
    """The status that a word of a list means. Raises Invalid, with the words allowed, for an unknown one."""
    return _STATUS_OF.get(_key(text)) or _refuse(Sentence("Trạng thái"), text, STATUSES)


def sex_of(text: str) -> str:
    """ "male" or "female". Raises Invalid, with the words allowed, for an unknown word."""
    return _SEX_OF.get(_key(text)) or _refuse(Sentence("Giới tính"), text, SEXES)


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return " ".join(_NOT_A_WORD.sub(" ", fold(text)).split())


def _by_spelling(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_key(spelling): value for value, spellings in words.items() for spelling in spellings}


_KIND_OF = _by_spelling(KINDS)
_STATUS_OF = _by_spelling(STATUSES)
_SEX_OF = _by_spelling(SEXES)


def _refuse(column: Sentence, text: str, words: Mapping[str, tuple[str, ...]]) -> str:
    raise Invalid(
        Sentence(
            "%(column)s “%(value)s” không có trong danh mục. Ghi một trong các từ: %(allowed)s.",
            column=column,
            value=tidy(text),
            allowed=", ".join(spellings[0] for spellings in words.values()),
        )
    )
