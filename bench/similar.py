"""Questions alike, looked for while one is typed: ``python -m bench.similar URL FOLDER QUESTIONS`` fills a bank and
prints rows for the table of goals."""

from __future__ import annotations

import sys
from functools import partial
from random import Random
from statistics import median

from quizapp import clock, database
from quizapp.app import create_app
from quizapp.config import Config
from quizapp.extensions import db
from quizapp.questions.formats.parsed import Kind, ParsedFile, ParsedOption, ParsedQuestion
from quizapp.questions.queries import find_bank
from quizapp.questions.services import import_into
from quizapp.questions.similar import find_similar
from quizapp.units.models import Unit, UnitKind

from . import goals
from .banks import _question

GOAL, TIMES = 200.0, 15  # ms
CODE = "B"


def main(url: str, folder: str, count: int) -> None:
    """Fill, ask, print."""
    environ = {"QUIZAPP_INSTANCE": folder, "QUIZAPP_DATABASE_URL": url, "QUIZAPP_SECRET_KEY": "s" * 16}
    app = create_app(Config.from_environment(environ))
    with app.app_context():
        database.upgrade()
        questions = _fill(count)
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        bank = find_bank(CODE)
        assert bank is not None
        asked = [questions[place * (count // TIMES)] for place in range(TIMES)]
        used, waited = zip(*(goals.spent(partial(find_similar, bank, one)) for one in asked), strict=True)
        what = f"questions alike in a bank of {count:,}"
        cpu, wall = median(used), median(waited)
        print(goals.row(what, f"{cpu:.0f} ms", f"{wall:.0f} ms", f"{GOAL:g} ms of CPU", cpu <= GOAL))
        db.session.remove()
        db.engine.dispose()


def _fill(count: int) -> list[ParsedQuestion]:
    random = Random(2026)
    kind = UnitKind(code="k", name="K")
    unit = Unit(code="U", name="U", search_name="u", sort_name="u", kind=kind, path="1/")
    db.session.add(unit)
    db.session.commit()
    questions = []
    for number in range(1, count + 1):
        stem, texts = _question(random, number)
        options = tuple(ParsedOption(text, place == 0) for place, text in enumerate(texts))
        questions.append(ParsedQuestion(number, f"{number}", Kind.SINGLE, stem, options, reference=f"{number}"))
    import_into(ParsedFile(tuple(questions)), CODE, CODE, unit, None, clock.now(), False)
    return questions


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
