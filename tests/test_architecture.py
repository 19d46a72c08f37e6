"""What import-linter cannot see: one commit, one clock, thin views, named migrations."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.project import MIGRATIONS, ROOT

SOURCES = sorted((ROOT / "quizapp").rglob("*.py"))
TEMPLATES = sorted((ROOT / "quizapp").rglob("*.html"))
PURE = [
    "errors",
    "folding",
    "mathematics",
    "pictures",
    "script_joining",
    "units/subtree",
    "questions/bank_quality",
    "questions/appearance",
    "questions/differences",
    "questions/form_rows",
    "questions/import_plan",
    "questions/markup",
    "questions/typed_questions",
    "questions/near_duplicates",
    "questions/quality/findings",
    "questions/quality/form",
    "questions/quality/giveaways",
    "questions/quality/repetition",
    "questions/quality/wording",
    "questions/quality_groups",
    "accounts/audit_sentences",
    "library/anchors",
    "library/draft",
    "library/file_kinds",
    "library/headings",
    "library/identity",
    "library/outline",
    "library/reading",
    "library/recognition",
    "library/search_words",
    "library/word_file",
    "questions/citation_matching",
    "accounts/local_paths",
    "accounts/logins",
    "accounts/naming",
    "accounts/throttling",
    "assessments/marking/corrected_keys",
    "assessments/marking/keys",
    "assessments/marking/lists",
    "assessments/marking/texts",
    "assessments/paper",
    "assessments/timing",
    "assessments/scoring",
    "assessments/setting_locks",
    "assessments/setting_names",
    "assessments/ranking",
    "courses/completion",
    "courses/sessions/codes",
    "courses/naming",
    "courses/web_address",
    "courses/sessions/spec",
    "exams/essay_marks",
    "exams/essay_similarity",
    "exams/certificate_wording",
    "exams/mark_sheet",
    "exams/paper_blocks",
    "exams/paper_codes",
    "exams/statistics",
    "analytics/arrangement",
    "analytics/participation",
    "analytics/rates",
    "analytics/sparkline",
    "analytics/study",
    "home/pressing",
    "mail_server",
    "reminders/digest",
    "reminders/quiet",
]


def calls_of(path: Path) -> set[str]:
    """Every "a.b" that is called in the file."""
    tree = ast.parse(path.read_text())
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "quizapp"))


def test_only_transactions_commits():
    committing = {name_of(p) for p in SOURCES if any(c.endswith("session.commit") for c in calls_of(p))}
    assert committing == {"transactions.py"}


def test_nobody_nests_transactions_by_savepoints():
    # SQLite's driver does not begin a transaction for a savepoint: releasing it would commit.
    assert not [name_of(p) for p in SOURCES if any(c.endswith("begin_nested") for c in calls_of(p))]


def test_only_the_clock_reads_the_wall_clock():
    reading = re.compile(r"datetime\.(now|utcnow|today)$|date\.today$|time\.time$")
    found = {name_of(p) for p in SOURCES if any(reading.search(c) for c in calls_of(p))}
    assert found == {"clock.py"}


def test_views_hold_no_queries():
    views = [p for p in SOURCES if p.stem in ("views", "api") or "views" in p.parent.name]
    assert views
    assert not [name_of(p) for p in views if {"select", "update", "delete", "insert"} & calls_of(p)]


@pytest.mark.parametrize("module", PURE)
def test_pure_files_import_no_framework(module):
    path = ROOT / "quizapp" / f"{module}.py"
    imported = re.findall(r"^(?:from|import) (\S+)", path.read_text(), re.M)
    assert not [name for name in imported if re.match(r"flask|sqlalchemy|werkzeug|\.+extensions|.*models", name)]


def test_every_migration_is_named():
    names = [p.stem for p in (MIGRATIONS / "versions").glob("*.py")]
    assert names
    assert not [name for name in names if not re.fullmatch(r"\d{4}_[a-z_]{5,}", name) or "auto" in name]


def test_what_only_some_need_is_not_loaded_by_every_start():
    told = "import sys, quizapp.app; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=True, capture_output=True, text=True)
    slow = {"alembic", "docx", "huey", "numpy", "pandas", "plotly", "psycopg", "redis", "typst"}
    assert "quizapp" in loaded.stdout.split()
    assert not slow & set(loaded.stdout.split())


def test_every_form_that_takes_a_file_says_that_nothing_secret_is_to_be_uploaded():
    """A form says so by itself when it is drawn with upload=true; one that is written out calls secrecy()."""
    taking = [path for path in TEMPLATES if re.search(r"multipart/form-data|upload=", path.read_text())]
    assert len(taking) > 8
    silent = [
        path.name for path in taking if "secrecy()" not in path.read_text() and "forms.form(" not in path.read_text()
    ]
    assert silent == []
    drawn = r"type=.file.|forms\.field\(form\.(?:file|upload|logo|key)\b"
    assert [path.name for path in TEMPLATES if path not in taking and re.search(drawn, path.read_text())] == []
