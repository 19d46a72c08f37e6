"""Pages of courses: learning, writing, following."""

from ..blueprint import blueprint
from . import checking, following, learning, lesson_writing, posters, writing

__all__ = ["blueprint", "checking", "following", "learning", "lesson_writing", "posters", "writing"]
