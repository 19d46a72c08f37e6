"""Waves can be closed; who studied without being due and key cadres are counted; a final assessment completes a course.

Revision: 0172
After: 0171
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0172"
down_revision = "0171"
branch_labels = None
depends_on = None

COUNTS = ("key_due", "key_studied", "studied_not_due")
# As courses/study/key_positions.py has it.
LEADS = re.compile(
    r"\b(bí thư|thường vụ|thường trực|(?:ủy|uỷ) viên|chủ tịch|giám đốc|trưởng|phó|chánh|chủ nhiệm|chỉ huy)\b"
)
SAME = (
    "study_wave_entry.wave_id = study_tally.wave_id AND study_wave_entry.unit_id = study_tally.unit_id"
    " AND study_wave_entry.audience = study_tally.audience"
)
WHICH = {
    "key_due": "is_key AND reason IS NULL",
    "key_studied": "is_key AND reason IS NULL AND studied_at IS NOT NULL",
    "studied_not_due": "reason IS NOT NULL AND studied_at IS NOT NULL",
}


def upgrade():
    op.add_column("study_wave", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("study_wave_entry", sa.Column("is_key", sa.Boolean(), nullable=False, server_default=sa.false()))
    _mark_key_cadres()
    for name in COUNTS:
        op.add_column("study_tally", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        counted = f"SELECT count(*) FROM study_wave_entry WHERE {SAME} AND {WHICH[name]}"
        op.execute(f"UPDATE study_tally SET {name} = ({counted})")
    is_by_final = sa.Column("is_by_final", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("course_enrolment", is_by_final)
    with op.batch_alter_table("course") as table:
        table.add_column(sa.Column("final_assessment_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("final_percent", sa.Integer(), nullable=False, server_default="50"))
        table.create_foreign_key(
            op.f("fk_course_final_assessment_id_assessment"),
            "assessment",
            ["final_assessment_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_check_constraint(op.f("ck_course_final_percent"), "final_percent BETWEEN 1 AND 100")
        table.create_index(op.f("ix_course_final_assessment_id"), ["final_assessment_id"])


def downgrade():
    with op.batch_alter_table("course") as table:
        table.drop_index(op.f("ix_course_final_assessment_id"))
        table.drop_constraint(op.f("ck_course_final_percent"), type_="check")
        table.drop_constraint(op.f("fk_course_final_assessment_id_assessment"), type_="foreignkey")
        table.drop_column("final_percent")
        table.drop_column("final_assessment_id")
    op.drop_column("course_enrolment", "is_by_final")
    for name in COUNTS:
        op.drop_column("study_tally", name)
    op.drop_column("study_wave_entry", "is_key")
    op.drop_column("study_wave", "closed_at")


def _mark_key_cadres():
    connection = op.get_bind()
    positions = connection.execute(sa.text("SELECT DISTINCT position FROM member WHERE position <> ''")).scalars()
    of_members = "SELECT id FROM member WHERE position = :position"
    for position in [one for one in positions if LEADS.search(one.lower())]:
        statement = f"UPDATE study_wave_entry SET is_key = true WHERE member_id IN ({of_members})"
        connection.execute(sa.text(statement), {"position": position})
