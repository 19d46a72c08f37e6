"""Where the project's folders are."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
MIGRATIONS = ROOT / "migrations"
QUESTION_BANKS = ROOT / "question_banks"
