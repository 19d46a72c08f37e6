"""PURE: what is to be stored of a document, checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ..errors import Invalid, Sentence
from ..folding import tidy
from .head_words import LONGEST_TITLE, kind_of_number
from .identity import issuer_key, number_key
from .parsed import ParsedSection, Recognised

LONGEST_NUMBER = 60
LONGEST_ISSUER = 200
# These are known by their titles where they have no number.
_WITHOUT_NUMBER = ("branch_material", "reference")
EARLIEST = date(1930, 1, 1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it came: from a form, a toml entry, or the head of a text. ``sections``: None to keep the stored
    ones. ``audience`` and ``is_public``: None to keep what is stored."""

    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    kind: str = ""
    title: str = ""
    sections: tuple[ParsedSection, ...] | None = None
    audience: str | None = None
    is_public: bool | None = None

    @property
    def day(self) -> date:
        """The date of a checked draft."""
        if self.issued_on is None:
            raise ValueError("only a checked draft has a day")
        return self.issued_on


def completed(draft: Draft, recognised: Recognised) -> Draft:
    """The draft with what it does not say taken from the head of its text."""
    number = draft.number or recognised.number
    return replace(
        draft,
        number=number,
        issuer=draft.issuer or recognised.issuer,
        issued_on=draft.issued_on or recognised.issued_on,
        kind=draft.kind or recognised.kind or kind_of_number(number),
        title=draft.title or recognised.title,
    )


def checked(draft: Draft, today: date) -> Draft:
    """The draft as it is stored. Raises Invalid with the first thing that is missing or wrong."""
    draft = replace(draft, number=tidy(draft.number), issuer=tidy(draft.issuer), title=tidy(draft.title))
    for is_wrong, sentence in _faults(draft, today):
        if is_wrong:
            raise Invalid(sentence)
    return draft


def _faults(draft: Draft, today: date) -> list[tuple[bool, Sentence]]:
    has_number = bool(number_key(draft.number))
    day = draft.issued_on
    return [
        (not draft.kind, Sentence("Chưa rõ loại văn bản. Hãy ghi loại, ví dụ: Nghị quyết.")),
        (not has_number and draft.kind not in _WITHOUT_NUMBER, Sentence("Chưa thấy số, ký hiệu. Ví dụ: 57-NQ/TW.")),
        (len(draft.number) > LONGEST_NUMBER, Sentence("Số, ký hiệu dài quá %(most)s ký tự.", most=LONGEST_NUMBER)),
        (not issuer_key(draft.issuer), Sentence("Chưa thấy cơ quan ban hành. Ví dụ: Bộ Chính trị.")),
        (len(draft.issuer) > LONGEST_ISSUER, Sentence("Tên cơ quan dài quá %(most)s ký tự.", most=LONGEST_ISSUER)),
        (day is None, Sentence("Chưa thấy ngày ban hành. Ghi dạng 22/12/2024.")),
        (not draft.title, Sentence("Chưa thấy trích yếu (tên văn bản).")),
        (len(draft.title) > LONGEST_TITLE, Sentence("Trích yếu dài quá %(most)s ký tự.", most=LONGEST_TITLE)),
        (day is not None and day < EARLIEST, Sentence("Ngày ban hành trước năm 1930. Hãy kiểm tra lại.")),
        (day is not None and day > today, Sentence("Ngày ban hành còn ở tương lai. Hãy kiểm tra lại.")),
    ]
