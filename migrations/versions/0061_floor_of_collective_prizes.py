"""How much of a unit must take part before it can have a collective prize.

Revision: 0061
After: 0051
"""

from alembic import op

revision = "0061"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade():
    # With its check in the column's own definition, which both databases can add to a table that others point at.
    op.execute(
        "ALTER TABLE competition ADD COLUMN collective_floor INTEGER DEFAULT 70 NOT NULL"
        " CONSTRAINT ck_competition_collective_floor CHECK (collective_floor BETWEEN 0 AND 100)"
    )


def downgrade():
    op.drop_column("competition", "collective_floor")
