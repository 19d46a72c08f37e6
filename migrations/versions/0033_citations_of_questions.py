"""Which document, and which of its sections, a question is about.

Revision: 0033
After: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def key(column, other, ondelete):
    name = op.f(f"fk_question_citation_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade():
    op.create_table(
        "question_citation",
        sa.Column("question_id", BIG_ID, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("section_id", BIG_ID, nullable=True),
        sa.Column("cited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cited_by_id", BIG_ID, nullable=True),
        key("question_id", "question", "CASCADE"),
        key("document_id", "document", "CASCADE"),
        key("section_id", "document_section", "SET NULL"),
        key("cited_by_id", "member", "SET NULL"),
        sa.PrimaryKeyConstraint("question_id", "document_id", name=op.f("pk_question_citation")),
    )
    for column in ("document_id", "section_id", "cited_by_id"):
        op.create_index(op.f(f"ix_question_citation_{column}"), "question_citation", [column])


def downgrade():
    op.drop_table("question_citation")
