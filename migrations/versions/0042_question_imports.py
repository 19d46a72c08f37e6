"""Files on their way into a bank.

Revision: 0042
After: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)
STATES = "'reading', 'ready', 'failed', 'storing', 'stored'"


def upgrade():
    op.create_table(
        "question_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("member_id", BIG_ID, nullable=True),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_token", sa.String(32), nullable=False),
        sa.Column("key_token", sa.String(32), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("content", JSON, nullable=True),
        sa.Column("decisions", JSON, nullable=False),
        sa.Column("report", JSON, nullable=True),
        sa.Column("error", JSON, nullable=True),
        sa.Column("job_id", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name="ck_question_import_state"),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name="fk_question_import_bank_id_bank", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_question_import_member_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question_import"),
        sa.UniqueConstraint("public_id", name="uq_question_import_public_id"),
    )
    op.create_index("ix_question_import_bank_id_created_at", "question_import", ["bank_id", "created_at"])
    op.create_index("ix_question_import_member_id", "question_import", ["member_id"])


def downgrade():
    op.drop_table("question_import")
