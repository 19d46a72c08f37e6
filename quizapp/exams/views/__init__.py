"""Pages of exams."""

from ..blueprint import blueprint
from . import invigilation

__all__ = ["blueprint", "invigilation"]
