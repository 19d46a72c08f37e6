"""Item statistics of banks and assessments are kept once they are computed.

Revision: 0051
After: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "item_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.CheckConstraint("(bank_id IS NULL) <> (assessment_id IS NULL)", name=op.f("ck_item_report_one_subject")),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_item_report_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_item_report_assessment_id_assessment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_report")),
        sa.UniqueConstraint("bank_id", name=op.f("uq_item_report_bank_id")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_item_report_assessment_id")),
    )


def downgrade():
    op.drop_table("item_report")
