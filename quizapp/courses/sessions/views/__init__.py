"""Pages of sessions: planning, the screen, scanning, the list, the report."""

from ..blueprint import blueprint
from . import attending, listing, packages, planning, posters, recording, reporting, screen, waves

__all__ = [
    "attending",
    "blueprint",
    "listing",
    "packages",
    "planning",
    "posters",
    "recording",
    "reporting",
    "screen",
    "waves",
]
