"""Review of questions, comments, unsaved work, and sharing of banks.

Revision: 0021
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("proposal IS NOT NULL")


def upgrade():
    _share_banks()
    _propose_versions()
    _comment_questions()
    _keep_unsaved_work()


def _share_banks():
    with op.batch_alter_table("bank") as batch:
        batch.add_column(sa.Column("sharing", sa.String(10), nullable=False, server_default="none"))
        batch.add_column(sa.Column("draws_only_approved", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.create_check_constraint(op.f("ck_bank_sharing"), "sharing IN ('none', 'use', 'copy')")


def _propose_versions():
    op.create_index("ix_question_bank_state", "question", ["bank_id", "state"])
    with op.batch_alter_table("question_version") as batch:
        batch.add_column(sa.Column("reason", sa.String(500), nullable=False, server_default=""))
        batch.add_column(sa.Column("proposal", sa.String(20), nullable=True))
        batch.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("approved_by_id", BIG, nullable=True))
        batch.create_foreign_key(
            op.f("fk_question_version_approved_by_id_member"),
            "member",
            ["approved_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_check_constraint(
            op.f("ck_question_version_proposal"), "proposal IS NULL OR proposal IN ('draft', 'in_review')"
        )
        batch.create_check_constraint(
            op.f("ck_question_version_proposal_beside_current"), "proposal IS NULL OR NOT is_current"
        )
    op.create_index(
        "uq_question_version_proposal",
        "question_version",
        ["question_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_question_version_bank_proposal",
        "question_version",
        ["bank_id", "proposal"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    # Until now everything that was imported counted as approved.
    op.execute(
        "UPDATE question_version SET approved_at = created_at WHERE is_current AND question_id IN "
        "(SELECT id FROM question WHERE state IN ('approved', 'retired'))"
    )


def _comment_questions():
    op.create_table(
        "question_comment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", BIG, nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["member.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["member.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_question_comment_question_id", "question_comment", ["question_id"])


def _keep_unsaved_work():
    op.create_table(
        "question_draft",
        sa.Column("id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("question_id", BIG, nullable=True),
        sa.Column("form_key", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("member_id", "bank_id", "form_key"),
    )
    op.create_index("ix_question_draft_bank_id", "question_draft", ["bank_id"])
    op.create_index("ix_question_draft_question_id", "question_draft", ["question_id"])


def downgrade():
    op.drop_table("question_draft")
    op.drop_table("question_comment")
    op.drop_index("ix_question_version_bank_proposal", "question_version")
    op.drop_index("uq_question_version_proposal", "question_version")
    op.execute("DELETE FROM question_version WHERE proposal IS NOT NULL")
    with op.batch_alter_table("question_version") as batch:
        batch.drop_constraint(op.f("ck_question_version_proposal"), type_="check")
        batch.drop_constraint(op.f("ck_question_version_proposal_beside_current"), type_="check")
        batch.drop_constraint(op.f("fk_question_version_approved_by_id_member"), type_="foreignkey")
        for column in ("approved_by_id", "approved_at", "proposal", "reason"):
            batch.drop_column(column)
    op.drop_index("ix_question_bank_state", "question")
    with op.batch_alter_table("bank") as batch:
        batch.drop_constraint(op.f("ck_bank_sharing"), type_="check")
        batch.drop_column("draws_only_approved")
        batch.drop_column("sharing")
