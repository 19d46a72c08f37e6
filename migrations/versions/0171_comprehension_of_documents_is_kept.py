"""How well each section of a document is understood is kept, per unit.

Revision: 0171
After: 0161
"""

import sqlalchemy as sa
from alembic import op

revision = "0171"
down_revision = "0161"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "comprehension_report",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_comprehension_report_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_comprehension_report")),
    )
    op.create_table(
        "unit_comprehension",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["comprehension_report.document_id"],
            name=op.f("fk_unit_comprehension_document_id_comprehension_report"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_comprehension_unit_id_unit")),
        sa.PrimaryKeyConstraint("document_id", "unit_id", name=op.f("pk_unit_comprehension")),
    )
    op.create_index(op.f("ix_unit_comprehension_unit_id"), "unit_comprehension", ["unit_id"])


def downgrade():
    op.drop_table("unit_comprehension")
    op.drop_table("comprehension_report")
