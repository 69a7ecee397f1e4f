"""The method in full: wishes, own formats and scripts, private links, turns and ready signals.

Revision 0003. Whether a table has no device becomes part of the table's value, so its checkpoints say it too. A round
may have a contract for each of its clients, so their rows are named for them.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tour', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('requester', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('ready', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('draft', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('group_id', sa.Text(), nullable=True))
    with op.batch_alter_table('workshops', schema=None) as batch_op:
        batch_op.add_column(sa.Column('script', sa.JSON(), nullable=False, server_default='{}'))
    op.create_table('wishes',
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('workshop_id', sa.Text(), nullable=False),
    sa.Column('first', sa.Text(), nullable=False),
    sa.Column('second', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_wishes_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshops.id'], name=op.f('fk_wishes_workshop_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_wishes'))
    )
    op.create_index(op.f('ix_wishes_workshop_id'), 'wishes', ['workshop_id'], unique=False)
    op.create_table('formats',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('format', sa.JSON(), nullable=False),
    sa.Column('script', sa.JSON(), nullable=False),
    sa.Column('created', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_formats_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_formats'))
    )
    op.create_index(op.f('ix_formats_account_id'), 'formats', ['account_id'], unique=False)
    op.create_table('takeaways',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('workshop_id', sa.Text(), nullable=False),
    sa.Column('group_id', sa.Text(), nullable=False),
    sa.Column('round', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('created', sa.BigInteger(), nullable=False),
    sa.Column('expires', sa.BigInteger(), nullable=False),
    sa.Column('revoked', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_takeaways_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshops.id'], name=op.f('fk_takeaways_workshop_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_takeaways')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_takeaways_token_hash'))
    )
    op.create_index(op.f('ix_takeaways_workshop_id'), 'takeaways', ['workshop_id'], unique=False)
    op.create_index(op.f('ix_takeaways_person_id'), 'takeaways', ['person_id'], unique=False)
    op.execute("UPDATE contributions SET id = id || '-' || author WHERE type = 'contract'")
    _tell_checkpoints()


def _tell_checkpoints() -> None:
    connection = op.get_bind()
    paper = set(connection.scalars(sa.text('SELECT id FROM groups WHERE paper')))
    for subject in list(connection.scalars(sa.text('SELECT id FROM groups'))):
        rows = connection.execute(
            sa.text('SELECT version, body FROM checkpoints WHERE subject = :subject'), {'subject': subject}
        ).all()
        for version, body in rows:
            value = json.loads(body) if isinstance(body, str) else body
            value['group']['paper'] = subject in paper
            for row in value['contributions']:
                if row['type'] == 'contract':
                    row['id'] += f"-{row['author']}"
            connection.execute(
                sa.text('UPDATE checkpoints SET body = :body WHERE subject = :subject AND version = :version'),
                {'body': json.dumps(value), 'subject': subject, 'version': version},
            )


def downgrade() -> None:
    op.drop_table('takeaways')
    op.drop_table('formats')
    op.drop_table('wishes')
    with op.batch_alter_table('workshops', schema=None) as batch_op:
        batch_op.drop_column('script')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_column('group_id')
        batch_op.drop_column('draft')
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.drop_column('ready')
        batch_op.drop_column('requester')
        batch_op.drop_column('tour')
