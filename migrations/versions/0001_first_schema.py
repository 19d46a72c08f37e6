"""first schema

Revision: 0001
After: 
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('code', name=op.f('uq_series_code'))
    )
    op.create_table('sign_in_failure',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('window_start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', 'window_start', name=op.f('pk_sign_in_failure'))
    )
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_failure_window_start'), ['window_start'], unique=False)

    op.create_table('unit_kind',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('is_grassroots', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_kind')),
    sa.UniqueConstraint('code', name=op.f('uq_unit_kind_code'))
    )
    op.create_table('unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('search_name', sa.String(length=255), nullable=False),
    sa.Column('sort_name', sa.String(length=255), nullable=False),
    sa.Column('kind_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('path', sa.String().with_variant(sa.VARCHAR(collation='C'), 'postgresql'), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('successor_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("path <> ''", name=op.f('ck_unit_path_not_empty')),
    sa.CheckConstraint('parent_id IS NULL OR parent_id <> id', name=op.f('ck_unit_not_its_own_parent')),
    sa.CheckConstraint('valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to', name=op.f('ck_unit_valid_in_order')),
    sa.ForeignKeyConstraint(['kind_id'], ['unit_kind.id'], name=op.f('fk_unit_kind_id_unit_kind')),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id_unit')),
    sa.ForeignKeyConstraint(['successor_id'], ['unit.id'], name=op.f('fk_unit_successor_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('code', name=op.f('uq_unit_code')),
    sa.UniqueConstraint('path', name=op.f('uq_unit_path'))
    )
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_kind_id'), ['kind_id'], unique=False)
        batch_op.create_index('ix_unit_parent_id_sort_name', ['parent_id', 'sort_name'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_search_name'), ['search_name'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_successor_id'), ['successor_id'], unique=False)

    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('grace_seconds', sa.Integer(), nullable=False),
    sa.Column('attempts_allowed', sa.Integer(), nullable=True),
    sa.Column('counting', sa.String(length=10), nullable=False),
    sa.Column('matrix', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('shuffles_questions', sa.Boolean(), nullable=False),
    sa.Column('shuffles_options', sa.Boolean(), nullable=False),
    sa.Column('ranking', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('prediction_target', sa.String(length=20), nullable=True),
    sa.Column('is_prediction_required', sa.Boolean(), nullable=False),
    sa.Column('prediction_outcome', sa.Integer(), nullable=True),
    sa.Column('answers_shown', sa.String(length=20), nullable=False),
    sa.Column('member_kinds', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('roster_frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('results_published_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("answers_shown IN ('after_publication', 'after_close', 'after_submission', 'never')", name=op.f('ck_assessment_answers_shown')),
    sa.CheckConstraint("counting IN ('best', 'last', 'first')", name=op.f('ck_assessment_counting')),
    sa.CheckConstraint("kind IN ('round', 'exam', 'practice')", name=op.f('ck_assessment_kind')),
    sa.CheckConstraint("prediction_target IS NULL OR prediction_target IN ('all_correct', 'people', 'attempts')", name=op.f('ck_assessment_prediction_target')),
    sa.CheckConstraint('attempts_allowed IS NULL OR attempts_allowed > 0', name=op.f('ck_assessment_attempts_allowed')),
    sa.CheckConstraint('grace_seconds >= 0', name=op.f('ck_assessment_grace_seconds')),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_assessment_minutes')),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_assessment_opens_before_it_closes')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_assessment_series_id_series')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assessment_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
    sa.UniqueConstraint('code', name=op.f('uq_assessment_code'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_closes_at'), ['closes_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_series_id'), ['series_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_unit_id'), ['unit_id'], unique=False)

    op.create_table('bank',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_bank_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank')),
    sa.UniqueConstraint('code', name=op.f('uq_bank_code'))
    )
    with op.batch_alter_table('bank', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_unit_id'), ['unit_id'], unique=False)

    op.create_table('member',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('search_name', sa.String(length=160), nullable=False),
    sa.Column('sort_name', sa.String(length=200), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('sex', sa.String(length=10), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=160), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('position', sa.String(length=160), nullable=False),
    sa.Column('account_state', sa.String(length=20), nullable=False),
    sa.Column('rejected_because', sa.String(length=300), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('has_initial_password', sa.Boolean(), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=True),
    sa.Column('text_size', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_sign_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_device', sa.String(length=10), nullable=True),
    sa.CheckConstraint("account_state IN ('not_activated', 'pending', 'approved', 'rejected', 'locked')", name=op.f('ck_member_account_state')),
    sa.CheckConstraint("kind IN ('official', 'probationary', 'union_member', 'staff', 'non_member', 'public')", name=op.f('ck_member_kind')),
    sa.CheckConstraint("sex IS NULL OR sex IN ('male', 'female')", name=op.f('ck_member_sex')),
    sa.CheckConstraint("status IN ('active', 'exempt', 'suspended', 'away', 'transferred', 'deceased')", name=op.f('ck_member_status')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_member_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member')),
    sa.UniqueConstraint('code', name=op.f('uq_member_code'))
    )
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_account_state'), ['account_state'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_phone'), ['phone'], unique=False)
        batch_op.create_index('ix_member_sort_name_id', ['sort_name', 'id'], unique=False)
        batch_op.create_index('ix_member_unit_list', ['unit_id', 'sort_name', 'search_name', 'code', 'phone', 'kind', 'status', 'account_state'], unique=False)

    op.create_table('series_tally',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('members', sa.Integer(), nullable=False),
    sa.Column('eligible', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('all_correct', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_series_tally_series_id_series'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_series_tally_unit_id_unit')),
    sa.PrimaryKeyConstraint('series_id', 'unit_id', name=op.f('pk_series_tally'))
    )
    with op.batch_alter_table('series_tally', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_series_tally_unit_id'), ['unit_id'], unique=False)

    op.create_table('assessment_exclusion',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_assessment_exclusion_assessment_id_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_assessment_exclusion_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assessment_id', 'member_id', name=op.f('pk_assessment_exclusion'))
    )
    with op.batch_alter_table('assessment_exclusion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_exclusion_member_id'), ['member_id'], unique=False)

    op.create_table('assessment_unit',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_assessment_unit_assessment_id_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assessment_unit_unit_id_unit')),
    sa.PrimaryKeyConstraint('assessment_id', 'unit_id', name=op.f('pk_assessment_unit'))
    )
    with op.batch_alter_table('assessment_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_unit_unit_id'), ['unit_id'], unique=False)

    op.create_table('attempt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('sheet_revision', sa.Integer(), nullable=True),
    sa.Column('paper', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deadline', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saves_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ticket', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('device', sa.String(length=10), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by', sa.String(length=10), nullable=True),
    sa.Column('score', sa.BigInteger(), nullable=True),
    sa.Column('max_score', sa.BigInteger(), nullable=True),
    sa.Column('right', sa.Integer(), nullable=True),
    sa.Column('all_correct', sa.Boolean(), nullable=True),
    sa.Column('seconds', sa.Integer(), nullable=True),
    sa.Column('prediction', sa.Integer(), nullable=True),
    sa.Column('receipt', sa.String(length=20), nullable=True),
    sa.CheckConstraint("state IN ('running', 'submitted', 'annulled')", name=op.f('ck_attempt_state')),
    sa.CheckConstraint("submitted_by IS NULL OR submitted_by IN ('member', 'clock', 'import')", name=op.f('ck_attempt_submitted_by')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_attempt_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_attempt_member_id_member')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_attempt_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('assessment_id', 'member_id', 'number', name=op.f('uq_attempt_assessment_id_member_id_number')),
    sa.UniqueConstraint('receipt', name=op.f('uq_attempt_receipt'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_member_id'), ['member_id'], unique=False)
        batch_op.create_index('ix_attempt_overdue', ['saves_until'], unique=False, sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))
        batch_op.create_index('uq_attempt_running', ['assessment_id', 'member_id'], unique=True, sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))

    op.create_table('audit_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('object_type', sa.String(length=40), nullable=False),
    sa.Column('object_id', sa.String(length=60), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('detail', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['member.id'], name=op.f('fk_audit_entry_actor_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_audit_entry_unit_id_unit'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index('ix_audit_entry_object', ['object_type', 'object_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_unit_id'), ['unit_id'], unique=False)

    op.create_table('competition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('member_kinds', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['member.id'], name=op.f('fk_competition_created_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_competition_series_id_series')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_competition_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competition')),
    sa.UniqueConstraint('code', name=op.f('uq_competition_code')),
    sa.UniqueConstraint('series_id', name=op.f('uq_competition_series_id'))
    )
    with op.batch_alter_table('competition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_competition_unit_id'), ['unit_id'], unique=False)

    op.create_table('day_tally',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('new_people', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_day_tally_assessment_id_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_day_tally_unit_id_unit')),
    sa.PrimaryKeyConstraint('assessment_id', 'unit_id', 'day', name=op.f('pk_day_tally'))
    )
    with op.batch_alter_table('day_tally', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_day_tally_unit_id'), ['unit_id'], unique=False)

    op.create_table('participant',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('has_been_all_correct', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_participant_member_id_member')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_participant_series_id_series')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_participant_unit_id_unit')),
    sa.PrimaryKeyConstraint('series_id', 'member_id', name=op.f('pk_participant'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_member_id'), ['member_id'], unique=False)

    op.create_table('question',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bank_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("state IN ('draft', 'in_review', 'approved', 'retired')", name=op.f('ck_question_state')),
    sa.ForeignKeyConstraint(['bank_id'], ['bank.id'], name=op.f('fk_question_bank_id_bank'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by_id'], ['member.id'], name=op.f('fk_question_created_by_id_member'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('bank_id', 'reference', name=op.f('uq_question_bank_id_reference'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_created_by_id'), ['created_by_id'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['granted_by_id'], ['member.id'], name=op.f('fk_role_grant_granted_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_role_grant_member_id_member'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_role_grant_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant')),
    sa.UniqueConstraint('member_id', 'role', 'unit_id', name=op.f('uq_role_grant_member_id_role_unit_id'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_grant_unit_id'), ['unit_id'], unique=False)

    op.create_table('roster_entry',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_roster_entry_assessment_id_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_roster_entry_member_id_member'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_roster_entry_unit_id_unit')),
    sa.PrimaryKeyConstraint('assessment_id', 'member_id', name=op.f('pk_roster_entry'))
    )
    with op.batch_alter_table('roster_entry', schema=None) as batch_op:
        batch_op.create_index('ix_roster_entry_assessment_id_unit_id', ['assessment_id', 'unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roster_entry_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roster_entry_unit_id'), ['unit_id'], unique=False)

    op.create_table('sheet',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('cells', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('settings', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_sheet_assessment_id_assessment'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assessment_id', 'revision', name=op.f('pk_sheet'))
    )
    op.create_table('sign_in',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('device', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_sign_in_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_token_hash'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_member_id'), ['member_id'], unique=False)

    op.create_table('tally',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('members', sa.Integer(), nullable=False),
    sa.Column('eligible', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('all_correct', sa.Integer(), nullable=False),
    sa.Column('score_sum', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_tally_assessment_id_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_tally_unit_id_unit')),
    sa.PrimaryKeyConstraint('assessment_id', 'unit_id', name=op.f('pk_tally'))
    )
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tally_unit_id'), ['unit_id'], unique=False)

    op.create_table('competition_exclusion',
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_competition_exclusion_competition_id_competition'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_competition_exclusion_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('competition_id', 'member_id', name=op.f('pk_competition_exclusion'))
    )
    with op.batch_alter_table('competition_exclusion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_competition_exclusion_member_id'), ['member_id'], unique=False)

    op.create_table('competition_unit',
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_competition_unit_competition_id_competition'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_competition_unit_unit_id_unit')),
    sa.PrimaryKeyConstraint('competition_id', 'unit_id', name=op.f('pk_competition_unit'))
    )
    with op.batch_alter_table('competition_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_competition_unit_unit_id'), ['unit_id'], unique=False)

    op.create_table('prize',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(length=20), nullable=False),
    sa.Column('recipient', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.CheckConstraint("recipient IN ('individual', 'collective')", name=op.f('ck_prize_recipient')),
    sa.CheckConstraint("scope IN ('round', 'competition')", name=op.f('ck_prize_scope')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_prize_quantity')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_prize_competition_id_competition'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prize'))
    )
    with op.batch_alter_table('prize', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prize_competition_id'), ['competition_id'], unique=False)

    op.create_table('question_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bank_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('stem', sa.Text(), nullable=False),
    sa.Column('options', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=500), nullable=False),
    sa.Column('topic', sa.String(length=200), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=True),
    sa.Column('tags', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("level IS NULL OR level IN ('recall', 'understanding', 'application', 'higher_application')", name=op.f('ck_question_version_level')),
    sa.ForeignKeyConstraint(['bank_id'], ['bank.id'], name=op.f('fk_question_version_bank_id_bank'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by_id'], ['member.id'], name=op.f('fk_question_version_created_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_version_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_version')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_version_question_id_number'))
    )
    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.create_index('ix_question_version_bank_current', ['bank_id', 'is_current', 'topic', 'level', 'kind'], unique=False)
        batch_op.create_index('ix_question_version_bank_question', ['bank_id', 'is_current', 'question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_version_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index('uq_question_version_current', ['question_id'], unique=True, sqlite_where=sa.text('is_current'), postgresql_where=sa.text('is_current'))

    op.create_table('result',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('score', sa.BigInteger(), nullable=False),
    sa.Column('max_score', sa.BigInteger(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('prediction', sa.Integer(), nullable=True),
    sa.Column('all_correct', sa.Boolean(), nullable=False),
    sa.Column('has_been_all_correct', sa.Boolean(), nullable=False),
    sa.Column('decision', sa.Integer(), nullable=False),
    sa.Column('decision_reason', sa.String(length=300), nullable=False),
    sa.Column('merit', sa.String().with_variant(sa.VARCHAR(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_result_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_result_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_result_member_id_member')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_result_unit_id_unit')),
    sa.PrimaryKeyConstraint('assessment_id', 'member_id', name=op.f('pk_result'))
    )
    with op.batch_alter_table('result', schema=None) as batch_op:
        batch_op.create_index('ix_result_assessment_id_merit', ['assessment_id', 'merit'], unique=False)
        batch_op.create_index('ix_result_assessment_id_unit_id', ['assessment_id', 'unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_result_attempt_id'), ['attempt_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_result_member_id'), ['member_id'], unique=False)

    op.create_table('round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_round_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_round_competition_id_competition'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round')),
    sa.UniqueConstraint('assessment_id', name=op.f('uq_round_assessment_id')),
    sa.UniqueConstraint('competition_id', 'number', name=op.f('uq_round_competition_id_number'))
    )
    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('all_correct', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['member.id'], name=op.f('fk_publication_actor_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_publication_round_id_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication')),
    sa.UniqueConstraint('round_id', 'version', name=op.f('uq_publication_round_id_version'))
    )


def downgrade():
    op.drop_table('publication')
    op.drop_table('round')
    with op.batch_alter_table('result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_result_member_id'))
        batch_op.drop_index(batch_op.f('ix_result_attempt_id'))
        batch_op.drop_index('ix_result_assessment_id_unit_id')
        batch_op.drop_index('ix_result_assessment_id_merit')

    op.drop_table('result')
    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.drop_index('uq_question_version_current', sqlite_where=sa.text('is_current'), postgresql_where=sa.text('is_current'))
        batch_op.drop_index(batch_op.f('ix_question_version_fingerprint'))
        batch_op.drop_index('ix_question_version_bank_question')
        batch_op.drop_index('ix_question_version_bank_current')

    op.drop_table('question_version')
    with op.batch_alter_table('prize', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_prize_competition_id'))

    op.drop_table('prize')
    with op.batch_alter_table('competition_unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_competition_unit_unit_id'))

    op.drop_table('competition_unit')
    with op.batch_alter_table('competition_exclusion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_competition_exclusion_member_id'))

    op.drop_table('competition_exclusion')
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tally_unit_id'))

    op.drop_table('tally')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_member_id'))
        batch_op.drop_index(batch_op.f('ix_sign_in_expires_at'))

    op.drop_table('sign_in')
    op.drop_table('sheet')
    with op.batch_alter_table('roster_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roster_entry_unit_id'))
        batch_op.drop_index(batch_op.f('ix_roster_entry_member_id'))
        batch_op.drop_index('ix_roster_entry_assessment_id_unit_id')

    op.drop_table('roster_entry')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grant_unit_id'))

    op.drop_table('role_grant')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_created_by_id'))

    op.drop_table('question')
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participant_member_id'))

    op.drop_table('participant')
    with op.batch_alter_table('day_tally', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_day_tally_unit_id'))

    op.drop_table('day_tally')
    with op.batch_alter_table('competition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_competition_unit_id'))

    op.drop_table('competition')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_unit_id'))
        batch_op.drop_index('ix_audit_entry_object')
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_actor_id'))

    op.drop_table('audit_entry')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('uq_attempt_running', sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))
        batch_op.drop_index('ix_attempt_overdue', sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))
        batch_op.drop_index(batch_op.f('ix_attempt_member_id'))

    op.drop_table('attempt')
    with op.batch_alter_table('assessment_unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_unit_unit_id'))

    op.drop_table('assessment_unit')
    with op.batch_alter_table('assessment_exclusion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_exclusion_member_id'))

    op.drop_table('assessment_exclusion')
    with op.batch_alter_table('series_tally', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_series_tally_unit_id'))

    op.drop_table('series_tally')
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.drop_index('ix_member_unit_list')
        batch_op.drop_index('ix_member_sort_name_id')
        batch_op.drop_index(batch_op.f('ix_member_phone'))
        batch_op.drop_index(batch_op.f('ix_member_email'))
        batch_op.drop_index(batch_op.f('ix_member_account_state'))

    op.drop_table('member')
    with op.batch_alter_table('bank', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_unit_id'))

    op.drop_table('bank')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_unit_id'))
        batch_op.drop_index(batch_op.f('ix_assessment_series_id'))
        batch_op.drop_index(batch_op.f('ix_assessment_closes_at'))

    op.drop_table('assessment')
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_successor_id'))
        batch_op.drop_index(batch_op.f('ix_unit_search_name'))
        batch_op.drop_index('ix_unit_parent_id_sort_name')
        batch_op.drop_index(batch_op.f('ix_unit_kind_id'))

    op.drop_table('unit')
    op.drop_table('unit_kind')
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_failure_window_start'))

    op.drop_table('sign_in_failure')
    op.drop_table('series')
