"""Pages of exams."""

from ..blueprint import blueprint
from . import outputs

__all__ = ["blueprint", "outputs"]
