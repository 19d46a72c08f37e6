"""Domain errors and the sentences that users read. Pure: nothing of Flask is imported here."""

from __future__ import annotations

from typing import Any


class Sentence:
    """A translatable sentence: Vietnamese source text with named parameters.

    ``str()`` gives the Vietnamese sentence; ``quizapp.wording.translate`` gives the one of the reader's language.
    A parameter may be a Sentence itself.
    """

    __slots__ = ("params", "text")

    def __init__(self, text: str, /, **params: Any) -> None:
        self.text = text
        self.params = params

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text

    def __repr__(self) -> str:
        return f"Sentence({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and (self.text, self.params) == (other.text, other.params)

    def __hash__(self) -> int:
        return hash((self.text, tuple(sorted((name, str(value)) for name, value in self.params.items()))))


class DomainError(Exception):
    """A rule of the domain says no. ``status`` and ``type`` are those of the HTTP answer.

    ``extra`` are further members of the problem document (RFC 9457 section 3.2).
    """

    status = 409
    type = "refused"

    def __init__(self, sentence: Sentence, **extra: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.extra = extra

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(DomainError):
    """The state of things does not allow it."""


class Invalid(DomainError):
    """What was sent cannot be understood or breaks a rule of its form."""

    status = 422
    type = "invalid"


class NotFound(DomainError):
    """There is no such thing, or the person may not know of it."""

    status = 404
    type = "not-found"


class Forbidden(DomainError):
    """Visible, but not allowed."""

    status = 403
    type = "forbidden"


class Unauthenticated(DomainError):
    """Nobody is signed in, or the proof is worth nothing."""

    status = 401
    type = "unauthenticated"


class Gone(DomainError):
    """The time for it is over."""

    status = 410
    type = "gone"


class Throttled(DomainError):
    """Too many tries; ``retry_after`` in seconds."""

    status = 429
    type = "throttled"

    def __init__(self, sentence: Sentence, retry_after: int) -> None:
        super().__init__(sentence, retry_after=retry_after)
        self.retry_after = retry_after
