"""What was erased is remembered by its identifier, so that a restored backup does not bring it back.

Revision ID: 0007
Revises: 0006
"""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('erasures',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasures'))
    )
    # Who was erased before this shape: when, nobody noted.
    op.execute("INSERT INTO erasures (id, kind, at) SELECT id, 'person', 0 FROM people WHERE return_code LIKE 'gone-%'")


def downgrade() -> None:
    op.drop_table('erasures')
