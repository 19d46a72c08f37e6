"""Pages of exams."""

from ..blueprint import blueprint
from . import certificates, outputs

__all__ = ["blueprint", "certificates", "outputs"]
