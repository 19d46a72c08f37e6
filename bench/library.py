"""Search in documents, of 2.5 KB each: ``python -m bench.library URL FOLDER DOCUMENTS`` fills an empty database
and prints rows for the table of goals; with 0 documents the database is taken as it is."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from functools import partial
from random import Random
from statistics import median

from sqlalchemy import insert, text

from quizapp import clock, database
from quizapp.accounts.models import Member
from quizapp.app import create_app
from quizapp.batches import insert_many
from quizapp.config import Config
from quizapp.extensions import db
from quizapp.library.identity import issuer_key, number_key
from quizapp.library.indexing import passage_of_head, passages_of_sections
from quizapp.library.models import Document, Section
from quizapp.library.reader_models import Passage
from quizapp.library.search import search
from quizapp.units.models import Unit, UnitKind

from . import goals

GOAL = 100.0  # ms
AT_ONCE = 1_000
SECTIONS = 10
LETTERS = 250  # in each section: 50 MB in all
QUERIES = (
    "nghi quyet 57",
    "57-NQ/TW",
    "kinh te so 2030",
    "nghi quyet",
    "chuyen doi so quoc gia",
    "cua",
    "chi bo dang vien nghi quyet phat trien",
    "khong co tu nay dau",
)
_TEXT = (
    "kinh tế số chuyển đổi quốc gia phát triển khoa học công nghệ đổi mới sáng tạo chi bộ đảng viên cấp ủy tổ "
    "chức của và các những trong đến năm 2025 2030 2045 mục tiêu nhiệm vụ giải pháp xây dựng chính quyền doanh "
    "nghiệp người dân hạ tầng dữ liệu thể chế nhân lực giám sát kiểm tra kỷ luật tư tưởng đạo đức phong cách "
    "học tập nghị quyết thực hiện lãnh đạo "
)
WORDS = _TEXT.split()


def fill(count: int, random: Random) -> None:
    """Documents of words drawn at random, with syllables that nobody else has among them."""
    now = clock.now()
    kind = UnitKind(code="tinh", name="Đảng bộ tỉnh")
    unit = Unit(code="TINH", name="Đảng bộ tỉnh", search_name="tinh", sort_name="tinh", kind=kind, path="1/")
    member = Member(code="m1", name="Mẫu", search_name="mau", sort_name="mau", unit=unit, created_at=now)
    db.session.add_all([unit, member])
    db.session.commit()
    unit_id = unit.id
    for start in range(0, count, AT_ONCE):
        documents = [_document(start + place, unit_id, random, now) for place in range(AT_ONCE)]
        db.session.add_all(documents)
        db.session.flush()
        sections = [row for document in documents for row in _sections(document.id, random)]
        ids = db.session.execute(insert(Section).returning(Section.id, sort_by_parameter_order=True), sections)
        stored = [Section(**row, id=id) for row, (id,) in zip(sections, ids, strict=True)]
        by_document = {document.id: stored[place * SECTIONS :][:SECTIONS] for place, document in enumerate(documents)}
        rows = [passage_of_head(document) for document in documents]
        rows += [row for document in documents for row in passages_of_sections(document, by_document[document.id])]
        insert_many(Passage, rows)
        db.session.commit()
        db.session.expunge_all()


def _document(number: int, unit_id: int, random: Random, now: object) -> Document:
    written, issuer = f"{number % 400 + 1}-NQ/TW", f"Cơ quan {number // 400}"
    return Document(
        number=written,
        number_key=number_key(written),
        kind="resolution",
        title=" ".join(random.choices(WORDS, k=12)),
        issuer=issuer,
        issuer_key=issuer_key(issuer),
        issued_on=date(2000, 1, 1) + timedelta(days=random.randrange(9_000)),
        unit_id=unit_id,
        published_at=now,
        created_at=now,
        updated_at=now,
    )


def _sections(document_id: int, random: Random) -> list[dict[str, object]]:
    rows = []
    for place in range(1, SECTIONS + 1):
        words = random.choices(WORDS, k=LETTERS // 5)
        words[random.randrange(len(words))] = f"riêng{random.randrange(50_000)}"
        content = " ".join(words)
        about = {"document_id": document_id, "kind": "article", "number": str(place), "heading": " ".join(words[:5])}
        where = {"anchor": f"dieu-{place}", "position": place, "path": f"{place}/", "depth": 0}
        rows.append(about | where | {"text": content, "html": f"<p>{content}</p>"})
    return rows


def measure() -> None:
    """Print a row for each query."""
    member = db.session.query(Member).filter_by(code="m1").one()
    member.unit.path  # noqa: B018 - loaded before the clock runs
    for query in QUERIES:
        used, waited = zip(*(goals.spent(partial(search, query, member)) for _ in range(10)), strict=True)
        what = f"search “{query}”: {len(search(query, member))} found"
        print(
            goals.row(
                what, f"{median(used):.0f} ms", f"{median(waited):.0f} ms", f"{GOAL:g} ms of CPU", median(used) <= GOAL
            )
        )


def main(url: str, folder: str, count: int) -> None:
    """Fill, unless it is filled, and measure."""
    environ = {"QUIZAPP_INSTANCE": folder, "QUIZAPP_DATABASE_URL": url, "QUIZAPP_SECRET_KEY": "s" * 16}
    app = create_app(Config.from_environment(environ))
    with app.app_context():
        if count:
            database.upgrade()
            fill(count, Random(57))
            if db.engine.dialect.name == "postgresql":
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM ANALYZE"))
        measure()
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
