"""What a WSGI server loads: ``gunicorn wsgi:app``."""

import sys

from quizapp.app import create_app
from quizapp.config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    sys.exit(f"quizapp: {error}")
