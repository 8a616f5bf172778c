"""What Alembic runs: the steps, over the connection that it was given."""

from alembic import context

from pcicloud.workloads.pay_tg.ledger.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
