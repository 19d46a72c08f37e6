"""Courses with their editions, enrolments and progress; practice.

Revision: 0111
After: 0081
"""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_html", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_kinds", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("lesson_order", sa.String(length=20), nullable=False),
        sa.Column("pass_percent", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("lesson_order IN ('free', 'sequential')", name=op.f("ck_course_lesson_order")),
        sa.CheckConstraint("(edition IS NULL) = (published_at IS NULL)", name=op.f("ck_course_published_with_edition")),
        sa.CheckConstraint("pass_percent BETWEEN 1 AND 100", name=op.f("ck_course_pass_percent")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f("fk_course_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_course_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("code", name=op.f("uq_course_code")),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "practice_day",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paper", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_practice_day_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "day", name=op.f("pk_practice_day")),
    )
    op.create_table(
        "course_document",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_document_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_course_document_document_id_document")),
        sa.PrimaryKeyConstraint("course_id", "document_id", name=op.f("pk_course_document")),
    )
    with op.batch_alter_table("course_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_document_document_id"), ["document_id"], unique=False)

    op.create_table(
        "course_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_edition_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["member.id"],
            name=op.f("fk_course_edition_published_by_id_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_edition")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_course_edition_course_id_number")),
    )
    with op.batch_alter_table("course_edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_edition_published_by_id"), ["published_by_id"], unique=False)

    op.create_table(
        "course_enrolment",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("way IN ('unit', 'list', 'self')", name=op.f("ck_course_enrolment_way")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_enrolment_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_course_enrolment_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("course_id", "member_id", name=op.f("pk_course_enrolment")),
    )
    with op.batch_alter_table("course_enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_course_enrolment_member_id_completed_at", ["member_id", "completed_at"], unique=False)

    op.create_table(
        "course_module",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_module_course_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_module")),
    )
    with op.batch_alter_table("course_module", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_module_course_id"), ["course_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("bank_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("least_seconds", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'video', 'file', 'slides', 'check')", name=op.f("ck_lesson_kind")),
        sa.CheckConstraint("least_seconds >= 0", name=op.f("ck_lesson_least_seconds")),
        sa.CheckConstraint("question_count >= 0", name=op.f("ck_lesson_question_count")),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_lesson_bank_id_bank"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_lesson_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["document_file.id"], name=op.f("fk_lesson_file_id_document_file"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["course_module.id"], name=op.f("fk_lesson_module_id_course_module"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_module_id"), ["module_id"], unique=False)

    op.create_table(
        "practice_card",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_practice_card_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_version.id"],
            name=op.f("fk_practice_card_version_id_question_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "version_id", name=op.f("pk_practice_card")),
    )
    with op.batch_alter_table("practice_card", schema=None) as batch_op:
        batch_op.create_index("ix_practice_card_member_id_due_at", ["member_id", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_practice_card_version_id"), ["version_id"], unique=False)

    op.create_table(
        "lesson_check",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paper", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("best_percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("best_percent BETWEEN 0 AND 100", name=op.f("ck_lesson_check_best_percent")),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_check_lesson_id_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_lesson_check_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "lesson_id", name=op.f("pk_lesson_check")),
    )
    with op.batch_alter_table("lesson_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_check_lesson_id"), ["lesson_id"], unique=False)

    op.create_table(
        "lesson_progress",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("furthest", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("furthest BETWEEN 0 AND 100", name=op.f("ck_lesson_progress_furthest")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_lesson_progress_percent")),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_lesson_progress_seconds")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_lesson_progress_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_progress_lesson_id_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_lesson_progress_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "lesson_id", name=op.f("pk_lesson_progress")),
    )
    with op.batch_alter_table("lesson_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_progress_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_progress_lesson_id"), ["lesson_id"], unique=False)
        batch_op.create_index("ix_lesson_progress_member_id_course_id", ["member_id", "course_id"], unique=False)

    op.create_table(
        "lesson_section",
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_section_lesson_id_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["document_section.id"],
            name=op.f("fk_lesson_section_section_id_document_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("lesson_id", "section_id", name=op.f("pk_lesson_section")),
    )
    with op.batch_alter_table("lesson_section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_section_section_id"), ["section_id"], unique=False)

    op.add_column("bank", sa.Column("allows_practice", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    op.drop_column("bank", "allows_practice")

    with op.batch_alter_table("lesson_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_section_section_id"))

    op.drop_table("lesson_section")
    with op.batch_alter_table("lesson_progress", schema=None) as batch_op:
        batch_op.drop_index("ix_lesson_progress_member_id_course_id")
        batch_op.drop_index(batch_op.f("ix_lesson_progress_lesson_id"))
        batch_op.drop_index(batch_op.f("ix_lesson_progress_course_id"))

    op.drop_table("lesson_progress")
    with op.batch_alter_table("lesson_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_check_lesson_id"))

    op.drop_table("lesson_check")
    with op.batch_alter_table("practice_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_card_version_id"))
        batch_op.drop_index("ix_practice_card_member_id_due_at")

    op.drop_table("practice_card")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_module_id"))
        batch_op.drop_index(batch_op.f("ix_lesson_file_id"))
        batch_op.drop_index(batch_op.f("ix_lesson_course_id"))
        batch_op.drop_index(batch_op.f("ix_lesson_bank_id"))

    op.drop_table("lesson")
    with op.batch_alter_table("course_module", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_module_course_id"))

    op.drop_table("course_module")
    with op.batch_alter_table("course_enrolment", schema=None) as batch_op:
        batch_op.drop_index("ix_course_enrolment_member_id_completed_at")

    op.drop_table("course_enrolment")
    with op.batch_alter_table("course_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_edition_published_by_id"))

    op.drop_table("course_edition")
    with op.batch_alter_table("course_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_document_document_id"))

    op.drop_table("course_document")
    op.drop_table("practice_day")
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_unit_id"))
        batch_op.drop_index(batch_op.f("ix_course_published_at"))
        batch_op.drop_index(batch_op.f("ix_course_created_by_id"))

    op.drop_table("course")
