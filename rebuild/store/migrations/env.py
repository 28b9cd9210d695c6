"""Alembic's entry: it is given a connection and runs inside that connection's transaction."""

from alembic import context

from rebuild.store.tables_desk import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
