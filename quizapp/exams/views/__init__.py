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
    papers,
    printing,
    publication,
    remarkings,
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
    "papers",
    "printing",
    "publication",
    "remarkings",
]
