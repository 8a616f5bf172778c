"""Opens the ledger's database, SQLite as a file or PostgreSQL, with the same tables, changed by the same steps."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from pcicloud.errors import OutsideError, UsageError

MIGRATIONS = Path(__file__).with_name("migrations")
SQLITE_WAIT_S = 30
#: The option of a connection that changes nothing, and so keeps nobody waiting.
READS = "ledger_reads"


def opened(url: str) -> Engine:
    """The database of a SQLAlchemy URL (`sqlite:///ledger.db`, `postgresql+psycopg://…`), brought up to this version.

    Raises UsageError for a URL that is none, and OutsideError where the database can't be had.
    """
    try:
        place = make_url(url)
        if place.get_backend_name() == "sqlite":
            engine = _sqlite(place.database or "", url)
        else:
            engine = create_engine(url, pool_pre_ping=True)
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except ArgumentError as error:
        raise UsageError("this is no database's URL", hint="such as sqlite:///ledger.db") from error
    except (SQLAlchemyError, OSError) as error:
        # What a driver says may hold the URL, and so a password.
        raise OutsideError(f"the ledger's database can't be opened ({type(error).__name__})") from error
    return engine


def _sqlite(file: str, url: str) -> Engine:
    os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    engine = create_engine(url, connect_args={"timeout": SQLITE_WAIT_S})

    @event.listens_for(engine, "connect")
    def _durable(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None  # sqlite3 would begin at the first change, after what was read for it
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get(READS)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
