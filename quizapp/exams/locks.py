"""PURE: what of an exam can no longer be changed, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Sentence

PUBLISHED = Sentence("Đã công bố: đổi mục này bây giờ là không công bằng với người đã biết thể thức thi hoặc đã thi.")
OPENED = Sentence("Kỳ thi đã mở nên không đổi được mục này.")
RELEASED = Sentence("Điểm đã công bố nên không đổi được mục này.")

# What decides how the exam is sat and what it is worth.
_FAIRNESS = (
    "minutes",
    "attempts_allowed",
    "conditions",
    "attendance_minimum",
    "is_paper_fixed",
    "allowed_kinds",
    "shuffles_questions",
    "shuffles_options",
    "answers_shown",
    "scale",
    "step",
    "pass_mark",
    "bands",
    "partial_credit",
    "matrix",
)
_UNTIL_OPENING = ("opens_at", "needs_identity_check")
_UNTIL_RELEASE = ("closes_at", "markers", "largest_difference", "remarking_days", "access_code")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an exam has come."""

    is_published: bool = False
    has_opened: bool = False
    is_released: bool = False


def locks_of(progress: Progress) -> dict[str, Sentence]:
    """{setting: why it is locked}. Title and place can always be mended; a published closing can only be put off."""
    if not progress.is_published:
        return {}
    locks = dict.fromkeys(_FAIRNESS, PUBLISHED)
    if progress.has_opened:
        locks |= dict.fromkeys(_UNTIL_OPENING, OPENED)
    if progress.is_released:
        locks |= dict.fromkeys(_UNTIL_RELEASE, RELEASED)
    return locks
