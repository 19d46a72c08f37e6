"""Lessons that a class asks for before its exam.

Revision: 0191
After: 0181
"""

import sqlalchemy as sa
from alembic import op

revision = "0191"
down_revision = "0181"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("course_class") as batch:
        batch.add_column(sa.Column("course_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_course_class_course_id_course"), "course", ["course_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index(op.f("ix_course_class_course_id"), "course_class", ["course_id"])


def downgrade():
    op.drop_index(op.f("ix_course_class_course_id"), table_name="course_class")
    with op.batch_alter_table("course_class") as batch:
        batch.drop_constraint(op.f("fk_course_class_course_id_course"), type_="foreignkey")
        batch.drop_column("course_id")
