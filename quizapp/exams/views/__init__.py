"""Pages of exams: the blueprint with all its views."""

from __future__ import annotations

from ..blueprint import blueprint
from . import corrections, marking, remarkings

__all__ = ["blueprint", "corrections", "marking", "remarkings"]
