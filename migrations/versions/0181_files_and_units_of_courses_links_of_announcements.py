"""Files of courses, units that are enrolled with all who join them, and where an announcement leads.

Revision: 0181
After: 0172
"""

import sqlalchemy as sa
from alembic import op

revision = "0181"
down_revision = "0172"
branch_labels = None
depends_on = None

MEMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "course_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", MEMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_file_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f("fk_course_file_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_file")),
        sa.UniqueConstraint("course_id", "sha256", name=op.f("uq_course_file_course_id_sha256")),
    )
    op.create_table(
        "course_unit",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_unit_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_course_unit_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("course_id", "unit_id", name=op.f("pk_course_unit")),
    )
    with op.batch_alter_table("course_unit") as batch:
        batch.create_index(batch.f("ix_course_unit_unit_id"), ["unit_id"])
    with op.batch_alter_table("lesson") as batch:
        batch.add_column(sa.Column("course_file_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_lesson_course_file_id_course_file"),
            "course_file",
            ["course_file_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_index(batch.f("ix_lesson_course_file_id"), ["course_file_id"])
    op.add_column("announcement", sa.Column("leads_to", sa.String(length=200), nullable=True))


def downgrade():
    op.drop_column("announcement", "leads_to")
    with op.batch_alter_table("lesson") as batch:
        batch.drop_index(batch.f("ix_lesson_course_file_id"))
        batch.drop_constraint(batch.f("fk_lesson_course_file_id_course_file"), type_="foreignkey")
        batch.drop_column("course_file_id")
    op.drop_table("course_unit")
    op.drop_table("course_file")
