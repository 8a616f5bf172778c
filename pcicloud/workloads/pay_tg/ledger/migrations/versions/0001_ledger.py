"""The first ledger: attempts, their events, the outbox, and the use of terminals' keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(25), primary_key=True),
        sa.Column("merchant", sa.String(32), nullable=False),
        sa.Column("transaction_id", sa.String(27), nullable=False),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("operation", sa.String(16), nullable=False),
        sa.Column("trade_id", sa.String(27), nullable=False),
        sa.Column("trade_date", sa.Date, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("division", sa.String(2), nullable=False),
        sa.Column("payments", sa.Integer),
        sa.Column("terminal", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("approval_number", sa.String(16)),
        sa.Column("psp_transaction", sa.String(64)),
        sa.Column("psp_code", sa.String(64)),
        sa.Column("psp_message", sa.Text),
        sa.UniqueConstraint("merchant", "transaction_id", name="attempt_once"),
    )
    op.create_index("attempt_trade", "attempt", ["merchant", "trade_id"])
    op.create_index("attempt_day", "attempt", ["merchant", "trade_date"])
    op.create_table(
        "event",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("attempt", sa.String(25), sa.ForeignKey("attempt.id"), nullable=False),
        sa.Column("version", sa.Integer),
        sa.Column("event", sa.String(24), nullable=False),
        sa.Column("refusal", sa.String(24)),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.UniqueConstraint("attempt", "version", name="event_once"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("attempt", sa.String(25), sa.ForeignKey("attempt.id"), nullable=False),
        sa.Column("effect", sa.String(16), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("held_until", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
    )
    op.create_index("outbox_due", "outbox", ["done_at", "due_at"])
    op.create_table(
        "key_use",
        sa.Column("initial_key", sa.String(32), primary_key=True),
        sa.Column("counter", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
