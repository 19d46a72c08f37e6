"""Essays written on paper: who put the anonymous code on the sheet is kept, and does not mark it.

Revision: 0202
After: 0201
"""

import sqlalchemy as sa
from alembic import op

revision = "0202"
down_revision = "0201"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    with op.batch_alter_table("essay") as batch:
        batch.add_column(sa.Column("keeper_id", BIG, nullable=True))
        batch.create_foreign_key(
            batch.f("fk_essay_keeper_id_member"), "member", ["keeper_id"], ["id"], ondelete="SET NULL"
        )


def downgrade():
    with op.batch_alter_table("essay") as batch:
        batch.drop_constraint(batch.f("fk_essay_keeper_id_member"), type_="foreignkey")
        batch.drop_column("keeper_id")
