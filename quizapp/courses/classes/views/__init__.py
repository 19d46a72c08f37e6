"""Pages of classes: the list, settings, people, sessions, the import of learners."""

from ..blueprint import blueprint
from . import importing, learners, listing, people, sessions, setting

__all__ = ["blueprint", "importing", "learners", "listing", "people", "sessions", "setting"]
