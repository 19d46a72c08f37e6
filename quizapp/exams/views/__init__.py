"""Pages of exams."""

from ..blueprint import blueprint
from . import candidates, desk, editing, invigilation, learner, outputs, papers, publication

__all__ = [
    "blueprint",
    "candidates",
    "desk",
    "editing",
    "invigilation",
    "learner",
    "outputs",
    "papers",
    "publication",
]
