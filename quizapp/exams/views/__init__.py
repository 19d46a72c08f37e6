"""Pages of exams."""

from ..blueprint import blueprint
from . import (
    candidates,
    certificates,
    corrections,
    desk,
    editing,
    invigilation,
    learner,
    marking,
    outputs,
    paper_entries,
    papers,
    printing,
    publication,
    remarkings,
    reopening,
)

__all__ = [
    "blueprint",
    "candidates",
    "certificates",
    "corrections",
    "desk",
    "editing",
    "invigilation",
    "learner",
    "marking",
    "outputs",
    "paper_entries",
    "papers",
    "printing",
    "publication",
    "remarkings",
    "reopening",
]
