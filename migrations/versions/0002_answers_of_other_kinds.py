"""Answers of questions that are not answered by choosing options.

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("question_version", sa.Column("answer", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    op.drop_column("question_version", "answer")
