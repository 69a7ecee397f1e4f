"""Who sits where: territories, people who are expected and where, who is pinned, and what is asked of a seating.

Revision 0006. Nothing of this is in the journal: who is expected sits nowhere.
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('territory', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('expected', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('promised', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('pinned', sa.Text(), nullable=True))
    op.create_table('seatings',
    sa.Column('workshop_id', sa.Text(), nullable=False),
    sa.Column('step', sa.BigInteger(), nullable=False),
    sa.Column('wishes', sa.JSON(), nullable=False),
    sa.Column('proposal', sa.JSON(), nullable=True),
    sa.Column('last', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshops.id'], name=op.f('fk_seatings_workshop_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workshop_id', name=op.f('pk_seatings'))
    )


def downgrade() -> None:
    op.drop_table('seatings')
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_column('pinned')
        batch_op.drop_column('promised')
        batch_op.drop_column('expected')
        batch_op.drop_column('territory')
