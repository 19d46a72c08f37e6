"""Pages of competitions: the blueprint with all its views."""

from __future__ import annotations

from ..blueprint import blueprint
from . import audience, bulletin, information, listing, papers, prizes, public, publication, results, rounds, standings

__all__ = [
    "audience",
    "blueprint",
    "bulletin",
    "information",
    "listing",
    "papers",
    "prizes",
    "public",
    "publication",
    "results",
    "rounds",
    "standings",
]
