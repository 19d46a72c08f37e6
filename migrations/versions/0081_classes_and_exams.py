"""Classes with their learners; exams from the candidates' list to the certificate.

Revision: 0081
After: 0071
"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('certificate_design',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('heading', sa.String(length=255), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('signer_title', sa.String(length=255), nullable=False),
    sa.Column('signer_name', sa.String(length=120), nullable=False),
    sa.Column('logo', sa.String(length=64), nullable=False),
    sa.Column('next_number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_certificate_design_unit_id_unit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_certificate_design'))
    )
    op.create_table('accommodation',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('extra_minutes', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint('extra_minutes > 0', name=op.f('ck_accommodation_extra_minutes')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_accommodation_assessment_id_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_accommodation_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assessment_id', 'member_id', name=op.f('pk_accommodation'))
    )
    with op.batch_alter_table('accommodation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accommodation_member_id'), ['member_id'], unique=False)

    op.create_table('assessment_member',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_assessment_member_assessment_id_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_assessment_member_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assessment_id', 'member_id', name=op.f('pk_assessment_member'))
    )
    with op.batch_alter_table('assessment_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_member_member_id'), ['member_id'], unique=False)

    op.create_table('course_class',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('course_title', sa.String(length=255), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('attendance_minimum', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('attendance_minimum BETWEEN 0 AND 100', name=op.f('ck_course_class_attendance_minimum')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_course_class_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['created_by_id'], ['member.id'], name=op.f('fk_course_class_created_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_course_class_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_class')),
    sa.UniqueConstraint('code', name=op.f('uq_course_class_code'))
    )
    with op.batch_alter_table('course_class', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_course_class_unit_id'), ['unit_id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('token', sa.String(length=24), nullable=False),
    sa.Column('content', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_because', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['course_class.id'], name=op.f('fk_certificate_class_id_course_class')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['member.id'], name=op.f('fk_certificate_issued_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_certificate_member_id_member')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_certificate_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('class_id', 'member_id', name=op.f('uq_certificate_class_id_member_id')),
    sa.UniqueConstraint('unit_id', 'number', name=op.f('uq_certificate_unit_id_number'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_member_id'), ['member_id'], unique=False)
        batch_op.create_index('uq_certificate_token', ['token'], unique=True)

    op.create_table('class_instructor',
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.CheckConstraint("role IN ('homeroom', 'instructor', 'marker', 'invigilator')", name=op.f('ck_class_instructor_role')),
    sa.ForeignKeyConstraint(['class_id'], ['course_class.id'], name=op.f('fk_class_instructor_class_id_course_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_class_instructor_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('class_id', 'member_id', 'role', name=op.f('pk_class_instructor'))
    )
    with op.batch_alter_table('class_instructor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_class_instructor_member_id'), ['member_id'], unique=False)

    op.create_table('class_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['course_class.id'], name=op.f('fk_class_session_class_id_course_class'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_class_session')),
    sa.UniqueConstraint('class_id', 'number', name=op.f('uq_class_session_class_id_number'))
    )
    op.create_table('exam',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('resit_of_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(length=255), nullable=False),
    sa.Column('scale', sa.BigInteger(), nullable=False),
    sa.Column('step', sa.BigInteger(), nullable=False),
    sa.Column('pass_mark', sa.BigInteger(), nullable=False),
    sa.Column('bands', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('attendance_minimum', sa.Integer(), nullable=True),
    sa.Column('needs_identity_check', sa.Boolean(), nullable=False),
    sa.Column('markers', sa.Integer(), nullable=False),
    sa.Column('largest_difference', sa.BigInteger(), nullable=False),
    sa.Column('remarking_days', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('largest_difference >= 0', name=op.f('ck_exam_largest_difference')),
    sa.CheckConstraint('markers IN (1, 2)', name=op.f('ck_exam_markers')),
    sa.CheckConstraint('pass_mark >= 0 AND pass_mark <= scale', name=op.f('ck_exam_pass_mark')),
    sa.CheckConstraint('scale > 0 AND step > 0', name=op.f('ck_exam_scale')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_exam_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['class_id'], ['course_class.id'], name=op.f('fk_exam_class_id_course_class')),
    sa.ForeignKeyConstraint(['created_by_id'], ['member.id'], name=op.f('fk_exam_created_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['resit_of_id'], ['exam.id'], name=op.f('fk_exam_resit_of_id_exam')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exam')),
    sa.UniqueConstraint('assessment_id', name=op.f('uq_exam_assessment_id'))
    )
    with op.batch_alter_table('exam', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exam_class_id'), ['class_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exam_resit_of_id'), ['resit_of_id'], unique=False)

    op.create_table('learner',
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('active', 'withdrawn')", name=op.f('ck_learner_state')),
    sa.ForeignKeyConstraint(['class_id'], ['course_class.id'], name=op.f('fk_learner_class_id_course_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_learner_member_id_member')),
    sa.PrimaryKeyConstraint('class_id', 'member_id', name=op.f('pk_learner')),
    sa.UniqueConstraint('class_id', 'number', name=op.f('uq_learner_class_id_number'))
    )
    with op.batch_alter_table('learner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_learner_member_id'), ['member_id'], unique=False)

    op.create_table('candidate',
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('admitted_because', sa.String(length=300), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['member.id'], name=op.f('fk_candidate_confirmed_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['exam_id'], ['exam.id'], name=op.f('fk_candidate_exam_id_exam'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_candidate_member_id_member')),
    sa.PrimaryKeyConstraint('exam_id', 'member_id', name=op.f('pk_candidate')),
    sa.UniqueConstraint('exam_id', 'number', name=op.f('uq_candidate_exam_id_number'))
    )
    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_member_id'), ['member_id'], unique=False)

    op.create_table('class_attendance',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("state IN ('attended', 'excused', 'unexcused')", name=op.f('ck_class_attendance_state')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_class_attendance_member_id_member')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['member.id'], name=op.f('fk_class_attendance_recorded_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_class_attendance_session_id_class_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', 'member_id', name=op.f('pk_class_attendance'))
    )
    with op.batch_alter_table('class_attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_class_attendance_member_id'), ['member_id'], unique=False)

    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('old_key', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('new_key', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('risen', sa.Integer(), nullable=False),
    sa.Column('fallen', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("kind IN ('key', 'annulled')", name=op.f('ck_correction_kind')),
    sa.ForeignKeyConstraint(['actor_id'], ['member.id'], name=op.f('fk_correction_actor_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['exam_id'], ['exam.id'], name=op.f('fk_correction_exam_id_exam'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['question_version.id'], name=op.f('fk_correction_version_id_question_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_exam_id'), ['exam_id'], unique=False)

    op.create_table('essay',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_number', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_essay_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['exam_id'], ['exam.id'], name=op.f('fk_essay_exam_id_exam'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_essay')),
    sa.UniqueConstraint('attempt_id', 'question_number', name=op.f('uq_essay_attempt_id_question_number')),
    sa.UniqueConstraint('exam_id', 'code', name=op.f('uq_essay_exam_id_code'))
    )
    op.create_table('incident',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("kind IN ('note', 'extended', 'reopened', 'stopped', 'annulled', 'identity', 'device', 'left_page')", name=op.f('ck_incident_kind')),
    sa.ForeignKeyConstraint(['actor_id'], ['member.id'], name=op.f('fk_incident_actor_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['exam_id'], ['exam.id'], name=op.f('fk_incident_exam_id_exam'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_incident_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incident'))
    )
    with op.batch_alter_table('incident', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incident_exam_id'), ['exam_id'], unique=False)

    op.create_table('paper_code',
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('sheet_revision', sa.Integer(), nullable=False),
    sa.Column('paper', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['exam_id'], ['exam.id'], name=op.f('fk_paper_code_exam_id_exam'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('exam_id', 'code', name=op.f('pk_paper_code'))
    )
    op.create_table('remarking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('old_score', sa.BigInteger(), nullable=False),
    sa.Column('new_score', sa.BigInteger(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("state IN ('asked', 'marking', 'decided', 'withdrawn')", name=op.f('ck_remarking_state')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_remarking_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['member.id'], name=op.f('fk_remarking_decided_by_id_member'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['exam_id'], ['exam.id'], name=op.f('fk_remarking_exam_id_exam'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_remarking_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remarking')),
    sa.UniqueConstraint('exam_id', 'member_id', name=op.f('uq_remarking_exam_id_member_id'))
    )
    with op.batch_alter_table('remarking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remarking_member_id'), ['member_id'], unique=False)

    op.create_table('essay_mark',
    sa.Column('essay_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('marker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('points', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('turn BETWEEN 1 AND 4', name=op.f('ck_essay_mark_turn')),
    sa.ForeignKeyConstraint(['essay_id'], ['essay.id'], name=op.f('fk_essay_mark_essay_id_essay'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['marker_id'], ['member.id'], name=op.f('fk_essay_mark_marker_id_member')),
    sa.PrimaryKeyConstraint('essay_id', 'turn', name=op.f('pk_essay_mark')),
    sa.UniqueConstraint('essay_id', 'marker_id', 'turn', name=op.f('uq_essay_mark_essay_id_marker_id_turn'))
    )
    with op.batch_alter_table('essay_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_essay_mark_marker_id'), ['marker_id'], unique=False)

    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('access_code', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('conditions', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('is_paper_fixed', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('shows_life', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signs', sa.JSON(none_as_null=True), nullable=True))



def downgrade():
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_column('signs')

    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_column('shows_life')
        batch_op.drop_column('is_paper_fixed')
        batch_op.drop_column('conditions')
        batch_op.drop_column('access_code')

    with op.batch_alter_table('essay_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_essay_mark_marker_id'))

    op.drop_table('essay_mark')
    with op.batch_alter_table('remarking', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remarking_member_id'))

    op.drop_table('remarking')
    op.drop_table('paper_code')
    with op.batch_alter_table('incident', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_incident_exam_id'))

    op.drop_table('incident')
    op.drop_table('essay')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_exam_id'))

    op.drop_table('correction')
    with op.batch_alter_table('class_attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_class_attendance_member_id'))

    op.drop_table('class_attendance')
    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_candidate_member_id'))

    op.drop_table('candidate')
    with op.batch_alter_table('learner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_learner_member_id'))

    op.drop_table('learner')
    with op.batch_alter_table('exam', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exam_resit_of_id'))
        batch_op.drop_index(batch_op.f('ix_exam_class_id'))

    op.drop_table('exam')
    op.drop_table('class_session')
    with op.batch_alter_table('class_instructor', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_class_instructor_member_id'))

    op.drop_table('class_instructor')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('uq_certificate_token')
        batch_op.drop_index(batch_op.f('ix_certificate_member_id'))

    op.drop_table('certificate')
    with op.batch_alter_table('course_class', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_course_class_unit_id'))

    op.drop_table('course_class')
    with op.batch_alter_table('assessment_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_member_member_id'))

    op.drop_table('assessment_member')
    with op.batch_alter_table('accommodation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_accommodation_member_id'))

    op.drop_table('accommodation')
    op.drop_table('certificate_design')
