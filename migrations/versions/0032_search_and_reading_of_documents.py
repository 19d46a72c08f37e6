"""Search in documents, and what members keep while they read.

FTS5 takes "đ" for a letter of its own, and PostgreSQL has no dictionary for Vietnamese: what is indexed are words that
the program has folded.

Revision: 0032
After: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

AUDIENCES = "audience IN ('all', 'party_members', 'official_members', 'union_members')"
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
FTS5 = """
CREATE VIRTUAL TABLE document_words USING fts5(
    title, words, content='document_passage', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
)
"""
ADD = "INSERT INTO document_words (rowid, title, words) VALUES (new.id, new.title, new.words);"
REMOVE = (
    "INSERT INTO document_words (document_words, rowid, title, words) "
    "VALUES ('delete', old.id, old.title, old.words);"
)


def key(table, column, other, ondelete=None):
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade():
    create_passages()
    create_reading()
    create_announcements()


def create_passages():
    op.create_table(
        "document_passage",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("section_id", BIG_ID, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        key("document_passage", "document_id", "document", "CASCADE"),
        key("document_passage", "section_id", "document_section", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_passage")),
    )
    for column in ("document_id", "section_id"):
        op.create_index(op.f(f"ix_document_passage_{column}"), "document_passage", [column])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS5)
        op.execute(f"CREATE TRIGGER document_words_add AFTER INSERT ON document_passage BEGIN {ADD} END")
        op.execute(f"CREATE TRIGGER document_words_remove AFTER DELETE ON document_passage BEGIN {REMOVE} END")
        op.execute(f"CREATE TRIGGER document_words_change AFTER UPDATE ON document_passage BEGIN {REMOVE} {ADD} END")
        return
    for column in ("title", "words"):
        op.execute(
            f"ALTER TABLE document_passage ADD COLUMN {column}_lexemes tsvector "
            f"GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED"
        )
        op.execute(
            f"CREATE INDEX document_words_{column} ON document_passage USING gin ({column}_lexemes) "
            "WITH (fastupdate = off)"
        )


def create_reading():
    op.create_table(
        "reading_position",
        sa.Column("member_id", BIG_ID, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(80), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_reading_position_percent")),
        key("reading_position", "member_id", "member", "CASCADE"),
        key("reading_position", "document_id", "document", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "document_id", name=op.f("pk_reading_position")),
    )
    op.create_index(op.f("ix_reading_position_document_id"), "reading_position", ["document_id"])
    op.create_index("ix_reading_position_member_id_read_at", "reading_position", ["member_id", "read_at"])
    op.create_table(
        "document_bookmark",
        sa.Column("member_id", BIG_ID, nullable=False),
        sa.Column("section_id", BIG_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        key("document_bookmark", "member_id", "member", "CASCADE"),
        key("document_bookmark", "section_id", "document_section", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "section_id", name=op.f("pk_document_bookmark")),
    )
    op.create_index(op.f("ix_document_bookmark_section_id"), "document_bookmark", ["section_id"])
    op.create_table(
        "read_later",
        sa.Column("member_id", BIG_ID, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        key("read_later", "member_id", "member", "CASCADE"),
        key("read_later", "document_id", "document", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "document_id", name=op.f("pk_read_later")),
    )
    op.create_index(op.f("ix_read_later_document_id"), "read_later", ["document_id"])


def create_announcements():
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("created_by_id", BIG_ID, nullable=True),
        sa.CheckConstraint(AUDIENCES, name=op.f("ck_announcement_audience")),
        key("announcement", "unit_id", "unit"),
        key("announcement", "created_by_id", "member", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    for column in ("unit_id", "published_at", "created_by_id"):
        op.create_index(op.f(f"ix_announcement_{column}"), "announcement", [column])
    op.create_table(
        "announcement_receipt",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("member_id", BIG_ID, nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        key("announcement_receipt", "announcement_id", "announcement", "CASCADE"),
        key("announcement_receipt", "member_id", "member", "CASCADE"),
        sa.PrimaryKeyConstraint("announcement_id", "member_id", name=op.f("pk_announcement_receipt")),
    )
    op.create_index(op.f("ix_announcement_receipt_member_id"), "announcement_receipt", ["member_id"])


def downgrade():
    for table in ("announcement_receipt", "announcement", "read_later", "document_bookmark", "reading_position"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        for name in ("add", "remove", "change"):
            op.execute(f"DROP TRIGGER document_words_{name}")
        op.execute("DROP TABLE document_words")
    op.drop_table("document_passage")
