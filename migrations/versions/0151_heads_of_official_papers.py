"""How a unit heads and signs its official papers.

Revision: 0151
After: 0141
"""

import sqlalchemy as sa
from alembic import op

revision = "0151"
down_revision = "0141"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "official_form",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=10), nullable=False),
        sa.Column("superior", sa.String(length=255), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("drawn_up_title", sa.String(length=120), nullable=False),
        sa.Column("drawn_up_name", sa.String(length=120), nullable=False),
        sa.Column("signer_title", sa.String(length=120), nullable=False),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("style IN ('state', 'party')", name=op.f("ck_official_form_style")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_official_form_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_official_form")),
    )


def downgrade():
    op.drop_table("official_form")
