"""When a question comes again: the memory model of fsrs, right or wrong being all that is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from fsrs import Card, Rating, Scheduler

# Whole days: what is answered wrongly comes again tomorrow, not in ten minutes. Nothing is left to chance.
_SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), desired_retention=0.9, maximum_interval=365, enable_fuzzing=False
)
_AT_LEAST = timedelta(hours=12)


def review(state: dict[str, Any] | None, is_right: bool, at: datetime) -> tuple[dict[str, Any], datetime]:
    """(new state, when it is due); ``state`` is None for a question that is new to the member."""
    card = Card.from_dict(cast(Any, state)) if state else Card(card_id=0, due=at)
    card, _log = _SCHEDULER.review_card(card, Rating.Good if is_right else Rating.Again, at)
    return dict(card.to_dict()), max(card.due, at + _AT_LEAST)
