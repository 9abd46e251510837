"""Alembic's way in: runs the revisions on the connection and in the transaction it is handed."""

from __future__ import annotations

from alembic import context

from app.hq.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
