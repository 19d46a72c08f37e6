"""All tables of all packages, for what must know every one of them (migrations, checks)."""

from .accounts import models as accounts
from .assessments import models as assessments
from .competitions import models as competitions
from .library import models as library
from .library import reader_models as library_reading
from .questions import citation_models as question_citations
from .questions import models as questions
from .units import models as units

__all__ = [
    "accounts",
    "assessments",
    "competitions",
    "library",
    "library_reading",
    "question_citations",
    "questions",
    "units",
]
