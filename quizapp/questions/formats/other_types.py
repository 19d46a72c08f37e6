"""Questions of types that are not used here, by the names that other systems give them. Pure."""

from __future__ import annotations

from ...errors import Sentence
from .parsed import OTHER_KINDS, unsupported

_DRAG_INTO_TEXT = Sentence("kéo thả vào chỗ trống")
_CHOOSE_IN_TEXT = Sentence("chọn từ vào chỗ trống")
_ON_PICTURE = Sentence("đánh dấu trên hình")
_PROGRAM = Sentence("viết chương trình")
_UPLOAD = Sentence("nộp tệp")

# Moodle's types, Canvas's (without "_question") and the interactions of QTI (without "interaction").
_KINDS = {
    "shortanswer": "shortanswer",
    "short_answer": "shortanswer",
    "textentry": "shortanswer",
    "regexp": "shortanswer",
    "numerical": "numerical",
    "calculated": "numerical",
    "calculatedsimple": "numerical",
    "slider": "numerical",
    "match": "matching",
    "matching": "matching",
    "associate": "matching",
    "ddmatch": "matching",
    "randomsamatch": "matching",
    "categorization": "matching",
    "ordering": "ordering",
    "order": "ordering",
    "essay": "essay",
    "extendedtext": "essay",
    "multianswer": "cloze",
    "cloze": "cloze",
    "fill_in_multiple_blanks": "cloze",
    "multiple_dropdowns": "cloze",
    "description": "description",
    "text_only": "description",
}
_OWN_NAMES = {
    "ddwtos": _DRAG_INTO_TEXT,
    "gapmatch": _DRAG_INTO_TEXT,
    "gapselect": _CHOOSE_IN_TEXT,
    "inlinechoice": _CHOOSE_IN_TEXT,
    "hottext": _CHOOSE_IN_TEXT,
    "ddimageortext": _ON_PICTURE,
    "ddmarker": _ON_PICTURE,
    "hotspot": _ON_PICTURE,
    "hot_spot": _ON_PICTURE,
    "selectpoint": _ON_PICTURE,
    "positionobject": _ON_PICTURE,
    "graphicorder": _ON_PICTURE,
    "graphicassociate": _ON_PICTURE,
    "graphicgapmatch": _ON_PICTURE,
    "choice": Sentence("chọn đáp án"),
    "drawing": Sentence("vẽ hình"),
    "upload": _UPLOAD,
    "file_upload": _UPLOAD,
    "coderunner": _PROGRAM,
    "stack": Sentence("biểu thức toán"),
    "calculatedmulti": Sentence("trắc nghiệm có số tính ra"),
    "oumultiresponse": Sentence("nhiều đáp án của Đại học Mở (OU)"),
}


def name_of(kind: str) -> Sentence | None:
    """What this type is called here, None for one that nobody has named."""
    known = _KINDS.get(kind)
    return OTHER_KINDS[known] if known else _OWN_NAMES.get(kind)


def refused_type(kind: str) -> Sentence:
    """The refusal of a question of this type."""
    if kind in _KINDS:
        return unsupported(_KINDS[kind])
    name = _OWN_NAMES.get(kind)
    if name is None:
        return Sentence(
            "Câu loại “%(type)s” chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.", type=kind
        )
    return Sentence(
        "Câu loại %(kind)s (“%(type)s”) chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        kind=name,
        type=kind,
    )
