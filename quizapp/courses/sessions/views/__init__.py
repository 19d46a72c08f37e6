"""Pages of sessions: planning, the screen, scanning, the list, the report."""

from ..blueprint import blueprint
from . import attending, listing, planning, recording, reporting, screen, waves

__all__ = ["attending", "blueprint", "listing", "planning", "recording", "reporting", "screen", "waves"]
