"""Finished marks of essays may be opened again; what they were is kept.

Revision: 0201
After: 0191
"""

import sqlalchemy as sa
from alembic import op

revision = "0201"
down_revision = "0191"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "earlier_mark",
        sa.Column("id", BIG, nullable=False),
        sa.Column("essay_id", BIG, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("marker_id", BIG, nullable=False),
        sa.Column("points", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_by_id", BIG, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("turn BETWEEN 1 AND 4", name=op.f("ck_earlier_mark_turn")),
        sa.ForeignKeyConstraint(
            ["essay_id"], ["essay.id"], name=op.f("fk_earlier_mark_essay_id_essay"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["marker_id"], ["member.id"], name=op.f("fk_earlier_mark_marker_id_member")),
        sa.ForeignKeyConstraint(
            ["reopened_by_id"],
            ["member.id"],
            name=op.f("fk_earlier_mark_reopened_by_id_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_mark")),
    )
    op.create_index(op.f("ix_earlier_mark_essay_id"), "earlier_mark", ["essay_id"])
    op.create_index(op.f("ix_earlier_mark_marker_id"), "earlier_mark", ["marker_id"])


def downgrade():
    op.drop_table("earlier_mark")
