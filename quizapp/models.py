"""All tables of all packages, for what must know every one of them (migrations, checks)."""

from .accounts import models as accounts
from .analytics import models as analytics
from .assessments import models as assessments
from .competitions import models as competitions
from .courses.classes import models as classes
from .exams import models as exams
from .library import models as library
from .questions import models as questions
from .units import models as units

__all__ = ["accounts", "analytics", "assessments", "classes", "competitions", "exams", "library", "questions", "units"]
