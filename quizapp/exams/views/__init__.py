"""Pages of exams."""

from ..blueprint import blueprint
from . import certificates, outputs, paper

__all__ = ["blueprint", "certificates", "outputs", "paper"]
