"""Attempts that somebody in charge ends.

Revision: 0131
After: 0111
"""

from alembic import op

revision = "0131"
down_revision = "0111"
branch_labels = None
depends_on = None

_NAME = "ck_attempt_submitted_by"
_BEFORE = "submitted_by IS NULL OR submitted_by IN ('member', 'clock', 'import')"
_AFTER = "submitted_by IS NULL OR submitted_by IN ('member', 'clock', 'organiser', 'import')"


def upgrade():
    _replace(_AFTER)


def downgrade():
    op.execute("UPDATE attempt SET submitted_by = 'clock' WHERE submitted_by = 'organiser'")
    _replace(_BEFORE)


def _replace(condition):
    with op.batch_alter_table("attempt") as table:
        table.drop_constraint(op.f(_NAME), type_="check")
        table.create_check_constraint(op.f(_NAME), condition)
