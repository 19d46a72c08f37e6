"""How members want to be reminded, their devices, and the reminders of each day.

Revision: 0161
After: 0151
"""

import sqlalchemy as sa
from alembic import op

revision = "0161"
down_revision = "0151"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _member_id(table, **fields):
    key = sa.ForeignKeyConstraint(
        ["member_id"], ["member.id"], name=op.f(f"fk_{table}_member_id_member"), ondelete="CASCADE"
    )
    return sa.Column("member_id", BIG_ID, nullable=False, **fields), key


def upgrade():
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "reminder_setting",
        *_member_id("reminder_setting"),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("by_push", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("told_until", moment, nullable=False),
        sa.Column("next_look_at", moment, nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23", name=op.f("ck_reminder_setting_quiet_from")),
        sa.CheckConstraint("quiet_until BETWEEN 0 AND 23", name=op.f("ck_reminder_setting_quiet_until")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_reminder_setting")),
    )
    op.create_index(op.f("ix_reminder_setting_next_look_at"), "reminder_setting", ["next_look_at"])
    op.create_table(
        "push_device",
        sa.Column("id", BIG_ID, nullable=False),
        *_member_id("push_device"),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.String(length=120), nullable=False),
        sa.Column("secret", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_device")),
        sa.UniqueConstraint("endpoint_hash", name=op.f("uq_push_device_endpoint_hash")),
    )
    op.create_index(op.f("ix_push_device_member_id"), "push_device", ["member_id"])
    op.create_table(
        "reminder",
        *_member_id("reminder"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.CheckConstraint(
            "state IN ('sending', 'waiting', 'sent', 'failed', 'unknown')", name=op.f("ck_reminder_state")
        ),
        sa.CheckConstraint("channel IS NULL OR channel IN ('email', 'push')", name=op.f("ck_reminder_channel")),
        sa.PrimaryKeyConstraint("member_id", "day", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_day"), "reminder", ["day"])


def downgrade():
    op.drop_table("reminder")
    op.drop_table("push_device")
    op.drop_table("reminder_setting")
