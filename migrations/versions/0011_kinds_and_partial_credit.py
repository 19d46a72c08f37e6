"""Kinds of questions of an assessment, partial credit, and points given by hand.

Revision: 0011
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0002"
branch_labels = None
depends_on = None

_CHOICES = '["single", "multiple", "truefalse"]'


def upgrade():
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("allowed_kinds", sa.JSON(none_as_null=True), nullable=False, server_default=_CHOICES))
        table.add_column(sa.Column("partial_credit", sa.String(20), nullable=False, server_default="none"))
        table.create_check_constraint("partial_credit", "partial_credit IN ('none', 'per_option')")
    op.add_column("attempt", sa.Column("unmarked", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("attempt", sa.Column("points_by_hand", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    op.drop_column("attempt", "points_by_hand")
    op.drop_column("attempt", "unmarked")
    with op.batch_alter_table("assessment") as table:
        table.drop_constraint(op.f("ck_assessment_partial_credit"), type_="check")
        table.drop_column("partial_credit")
        table.drop_column("allowed_kinds")
