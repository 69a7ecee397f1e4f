"""What the pilot's acts leave at a table: other minutes, a relieved host, a message, a table put away.

Revision 0005. Checkpoints are read with the same defaults, so they need not be told.
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('expected', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('relieved', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('message', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('shut', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table('groups', schema=None) as batch_op:
        for name in ('shut', 'message', 'relieved', 'expected'):
            batch_op.drop_column(name)
