"""The ledger's tables. No column is meant for card data, and none of it comes here."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()
#: Counts up by itself: SQLite does that for its own kind of integer only.
NUMBER = BigInteger().with_variant(Integer, "sqlite")

#: One row for each request. `state` and `version` are the fold of its events; times are milliseconds since 1970, UTC.
ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", String(25), primary_key=True),
    Column("merchant", String(32), nullable=False),
    Column("transaction_id", String(27), nullable=False),
    Column("asked", String(64), nullable=False),
    Column("operation", String(16), nullable=False),
    Column("trade_id", String(27), nullable=False),
    Column("trade_date", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("division", String(2), nullable=False),
    Column("payments", Integer),
    Column("terminal", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("approval_number", String(16)),
    Column("psp_transaction", String(64)),
    Column("psp_code", String(64)),
    Column("psp_message", Text),
    UniqueConstraint("merchant", "transaction_id", name="attempt_once"),
    Index("attempt_trade", "merchant", "trade_id"),
    Index("attempt_day", "merchant", "trade_date"),
)

#: Only added to. `version` is what the attempt had after it; a refused event has none, and says why it changed nothing.
EVENT = Table(
    "event",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("attempt", String(25), ForeignKey("attempt.id"), nullable=False),
    Column("version", Integer),
    Column("event", String(24), nullable=False),
    Column("refusal", String(24)),
    Column("at", BigInteger, nullable=False),
    Column("facts", Text, nullable=False),
    UniqueConstraint("attempt", "version", name="event_once"),
)

#: What must still be done. `held_until`: somebody is at it, until then.
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("attempt", String(25), ForeignKey("attempt.id"), nullable=False),
    Column("effect", String(16), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("held_until", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Index("outbox_due", "done_at", "due_at"),
)

#: The highest transaction counter that was seen of each terminal's key: a message with it, or a lower one, is a replay.
KEY_USE = Table(
    "key_use",
    METADATA,
    Column("initial_key", String(32), primary_key=True),
    Column("counter", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
)
