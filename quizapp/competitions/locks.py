"""PURE: what can no longer be changed once a competition is published, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Sentence

PUBLISHED = Sentence("Đã công bố: đổi mục này bây giờ là không công bằng với người đã biết thể lệ hoặc đã thi.")
OPENED = Sentence("Vòng thi đã mở nên không đổi được giờ mở.")
CLOSED_WITH_RESULTS = Sentence("Kết quả đã công bố nên không đổi được giờ đóng.")
LINKED = Sentence("Mã đã có trên liên kết, mã QR và áp phích nên không đổi được.")

# What decides how a round is sat, counted and ranked.
_FAIRNESS = (
    "minutes",
    "attempts_allowed",
    "counting",
    "ranking",
    "prediction_target",
    "is_prediction_required",
    "allowed_kinds",
    "partial_credit",
    "shuffles_questions",
    "shuffles_options",
    "answers_shown",
    "matrix",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come."""

    is_published: bool = False
    has_opened: bool = False
    has_results: bool = False


def locks_of_round(progress: Progress) -> dict[str, Sentence]:
    """{setting: why it is locked}. The title can always be mended; a published closing can only be put off."""
    if not progress.is_published:
        return {}
    locks = dict.fromkeys(_FAIRNESS, PUBLISHED)
    if progress.has_opened:
        locks["opens_at"] = OPENED
    if progress.has_results:
        locks["closes_at"] = CLOSED_WITH_RESULTS
    return locks


def locks_of_competition(is_published: bool) -> dict[str, Sentence]:
    """{setting: why it is locked}. Title and rules can always be mended."""
    if not is_published:
        return {}
    return {
        "code": LINKED,
        **dict.fromkeys(("unit", "audience", "member_kinds", "prizes", "collective_floor"), PUBLISHED),
    }
