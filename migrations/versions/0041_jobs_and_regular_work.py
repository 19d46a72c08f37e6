"""Jobs, and when regular work was last done.

Revision: 0041
After: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0033"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True)


def upgrade():
    op.create_table(
        "job",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("asked_by_id", BIG_ID, nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("stage", JSON, nullable=True),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("result", JSON, nullable=True),
        sa.Column("error", JSON, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("heartbeat_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="ck_job_state"),
        sa.CheckConstraint("attempts >= 0", name="ck_job_attempts"),
        sa.CheckConstraint("progress_done >= 0 AND progress_total >= 0", name="ck_job_progress"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"], name="fk_job_asked_by_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_job_unit_id_unit", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("public_id", name="uq_job_public_id"),
        sa.UniqueConstraint("key", name="uq_job_key"),
    )
    op.create_index("ix_job_state_heartbeat_at", "job", ["state", "heartbeat_at"])
    op.create_index("ix_job_asked_by_id_created_at", "job", ["asked_by_id", "created_at"])
    op.create_index("ix_job_unit_id", "job", ["unit_id"])
    op.create_table(
        "regular_work",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_regular_work"),
    )


def downgrade():
    op.drop_table("regular_work")
    op.drop_table("job")
