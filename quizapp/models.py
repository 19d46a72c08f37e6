"""All tables of all packages, for what must know every one of them (migrations, checks)."""

from .accounts import models as accounts
from .assessments import models as assessments
from .competitions import models as competitions
from .courses.sessions import models as sessions
from .courses.study import models as study
from .library import models as library
from .questions import models as questions
from .units import models as units

__all__ = ["accounts", "assessments", "competitions", "library", "questions", "sessions", "study", "units"]
