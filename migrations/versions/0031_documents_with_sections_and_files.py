"""Documents with their sections and files.

Revision: 0031
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('resolution', 'directive', 'regulation', 'conclusion', 'guidance', 'plan', 'decision', 'programme', "
    "'branch_material', 'reference')"
)
AUDIENCES = "audience IN ('all', 'party_members', 'official_members', 'union_members')"
SECTION_KINDS = "kind IN ('part', 'chapter', 'heading', 'article', 'clause', 'point', 'other')"
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("number_key", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("issuer_key", sa.String(200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("created_by_id", BIG_ID, nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_document_kind")),
        sa.CheckConstraint(AUDIENCES, name=op.f("ck_document_audience")),
        sa.CheckConstraint(
            "successor_id IS NULL OR successor_id <> id", name=op.f("ck_document_not_its_own_successor")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["document.id"], name=op.f("fk_document_successor_id_document"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f("fk_document_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    numbered = sa.text("number_key <> ''")
    op.create_index(
        "uq_document_identity",
        "document",
        ["number_key", "issuer_key", "issued_on"],
        unique=True,
        sqlite_where=numbered,
        postgresql_where=numbered,
    )
    op.create_index("ix_document_published_at_id", "document", ["published_at", "id"])
    for column in ("issuer_key", "issued_on", "unit_id", "successor_id", "content_hash", "created_by_id"):
        op.create_index(op.f(f"ix_document_{column}"), "document", [column])

    op.create_table(
        "document_section",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", BIG_ID, nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("heading", sa.String(500), nullable=False),
        sa.Column("anchor", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.CheckConstraint(SECTION_KINDS, name=op.f("ck_document_section_kind")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_section_document_id_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["document_section.id"],
            name=op.f("fk_document_section_parent_id_document_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_section")),
        sa.UniqueConstraint("document_id", "anchor", name=op.f("uq_document_section_document_id_anchor")),
    )
    op.create_index("ix_document_section_document_id_position", "document_section", ["document_id", "position"])
    op.create_index(op.f("ix_document_section_parent_id"), "document_section", ["parent_id"])

    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_file_document_id_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["member.id"], name=op.f("fk_document_file_created_by_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("document_id", "sha256", name=op.f("uq_document_file_document_id_sha256")),
    )
    op.create_index(op.f("ix_document_file_sha256"), "document_file", ["sha256"])


def downgrade():
    op.drop_table("document_file")
    op.drop_table("document_section")
    op.drop_table("document")
