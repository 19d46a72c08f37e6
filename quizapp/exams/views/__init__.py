"""Pages of exams."""

from ..blueprint import blueprint
from . import (
    candidates,
    corrections,
    desk,
    editing,
    invigilation,
    learner,
    marking,
    outputs,
    papers,
    publication,
    remarkings,
)

__all__ = [
    "blueprint",
    "candidates",
    "corrections",
    "desk",
    "editing",
    "invigilation",
    "learner",
    "marking",
    "outputs",
    "papers",
    "publication",
    "remarkings",
]
