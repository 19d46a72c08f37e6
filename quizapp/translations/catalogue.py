"""Catalogues: collected from the source, compiled when the program starts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent
LANGUAGES = ("en",)
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "encoding": "utf-8"}}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "Sentence": None,
}


def register(app: Flask) -> None:
    """Compile what has changed into the instance folder and let Flask-Babel read it there."""
    target = app.config["QUIZAPP"].instance / "translations"
    for language in LANGUAGES:
        _compile(language, target)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(target)


def _compile(language: str, target: Path) -> None:
    source = path_of(language).read_bytes()
    folder = target / language / "LC_MESSAGES"
    stamp = folder / "compiled-from"
    digest = hashlib.blake2b(source, digest_size=16).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    folder.mkdir(parents=True, exist_ok=True)
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=language))
    beside = folder / f"messages.mo.{os.getpid()}"  # programs that start together do not take each other's
    beside.write_bytes(compiled.getvalue())
    beside.replace(folder / "messages.mo")
    stamp.write_text(digest)


def path_of(language: str) -> Path:
    """The catalogue's file."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def load(language: str) -> Catalog:
    """The catalogue as it is kept."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def collect() -> Catalog:
    """All sentences that the source has now."""
    catalogue = Catalog(project="quizapp", charset="utf-8")
    for name, _line, message, comments, context in _extract():
        # Without line numbers the catalogue changes only when a sentence does.
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def _extract() -> Iterator[tuple[str, int, Any, list[str], str | None]]:
    return extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True)


def update(language: str) -> list[str]:
    """Bring the catalogue up to the source; the sentences that still need a translation."""
    catalogue = load(language) if path_of(language).exists() else Catalog(locale=language)
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    _set_header(catalogue)
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    for message in catalogue:
        message.locations = sorted({(name, 0) for name, _ in message.locations})
    with path_of(language).open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)
    return [str(message.id) for message in catalogue if message.id and not message.string]


def _set_header(catalogue: Catalog) -> None:
    """Nothing that changes from one run to the next."""
    catalogue.header_comment = "# The English sentences of quizapp. `make translations` keeps this file."
    catalogue.project, catalogue.version = "quizapp", "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "quizapp"
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue.fuzzy = False
