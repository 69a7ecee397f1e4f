"""Whose sorting it is: a second client of a round does not read the first one's.

Revision 0004. Until now it was the round's last client's; checkpoints are told the same.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

CLIENT = 'SELECT client FROM rounds WHERE rounds.group_id = :group AND rounds.number = :round'


def upgrade() -> None:
    with op.batch_alter_table('contributions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sorter', sa.Text(), nullable=False, server_default=''))
    op.execute(
        "UPDATE contributions SET sorter = COALESCE((SELECT client FROM rounds WHERE rounds.group_id ="
        " contributions.group_id AND rounds.number = contributions.round), '') WHERE verdict <> 'none'"
    )
    _tell_checkpoints()


def _tell_checkpoints() -> None:
    connection = op.get_bind()
    for subject in list(connection.scalars(sa.text('SELECT id FROM groups'))):
        rows = connection.execute(
            sa.text('SELECT version, body FROM checkpoints WHERE subject = :subject'), {'subject': subject}
        ).all()
        for version, body in rows:
            value = json.loads(body) if isinstance(body, str) else body
            for row in value['contributions']:
                if row['verdict'] != 'none':
                    where = {'group': row['group'], 'round': row['round']}
                    row['sorter'] = connection.scalar(sa.text(CLIENT), where) or ''
            connection.execute(
                sa.text('UPDATE checkpoints SET body = :body WHERE subject = :subject AND version = :version'),
                {'body': json.dumps(value), 'subject': subject, 'version': version},
            )


def downgrade() -> None:
    with op.batch_alter_table('contributions', schema=None) as batch_op:
        batch_op.drop_column('sorter')
