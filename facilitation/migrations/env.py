"""How Alembic reaches the database: through the application's engine, so that every connection is set up as ever."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from facilitation.storage.models import Base

OPTIONS = {"target_metadata": Base.metadata, "compare_type": True, "render_as_batch": True}


def run_offline() -> None:
    """Print the SQL."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"}, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Change the database, in one transaction."""
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # a change of shape may take longer than an afternoon's command
            connection.execute(text("SET statement_timeout = 0"))
            connection.commit()
        context.configure(connection=connection, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
