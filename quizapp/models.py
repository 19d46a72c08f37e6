"""All tables of all packages, for what must know every one of them (migrations, checks)."""

from .accounts import models as accounts
from .assessments import models as assessments
from .competitions import models as competitions
from .jobs import models as jobs
from .questions import import_models as question_imports
from .questions import models as questions
from .units import models as units

__all__ = ["accounts", "assessments", "competitions", "jobs", "question_imports", "questions", "units"]
