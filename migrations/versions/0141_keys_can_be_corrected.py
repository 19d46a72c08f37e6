"""keys can be corrected

Revision ID: 0141
Revises: 0081
"""

import sqlalchemy as sa
from alembic import op

revision = "0141"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("sheet", sa.Column("corrections", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "correction_change",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("old_score", sa.BigInteger(), nullable=False),
        sa.Column("new_score", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["correction.id"],
            name=op.f("fk_correction_change_correction_id_correction"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_correction_change_member_id_member")),
        sa.PrimaryKeyConstraint("correction_id", "member_id", name=op.f("pk_correction_change")),
    )
    with op.batch_alter_table("correction_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_change_member_id"), ["member_id"], unique=False)


def downgrade():
    op.drop_table("correction_change")
    op.drop_column("sheet", "corrections")
