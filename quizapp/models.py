"""All tables of all packages, for what must know every one of them (migrations, checks)."""

from .accounts import models as accounts
from .analytics import models as analytics
from .assessments import models as assessments
from .assessments import tally_models as tallies
from .competitions import models as competitions
from .courses.catalogue import learner_models as learners
from .courses.catalogue import models as courses
from .courses.classes import models as classes
from .courses.practice import models as practice
from .courses.sessions import models as sessions
from .courses.study import models as study
from .exams import form_models as official_forms
from .exams import models as exams
from .jobs import models as jobs
from .library import models as library
from .library import reader_models as library_reading
from .questions import citation_models as question_citations
from .questions import import_models as question_imports
from .questions import models as questions
from .reminders import models as reminders
from .units import models as units

__all__ = [
    "accounts",
    "analytics",
    "assessments",
    "classes",
    "competitions",
    "courses",
    "exams",
    "jobs",
    "learners",
    "library",
    "library_reading",
    "official_forms",
    "practice",
    "question_citations",
    "question_imports",
    "questions",
    "reminders",
    "sessions",
    "study",
    "tallies",
    "units",
]
