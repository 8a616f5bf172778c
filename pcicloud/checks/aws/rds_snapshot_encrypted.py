"""Snapshots of databases are encrypted."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.rds_snapshots", when_none=not_applicable("nobody took a snapshot of a database by hand"))
def rds_snapshot_encrypted(body: Json, env: Environment) -> Outcome:
    """Snapshots of databases are encrypted.

    Why: a snapshot is the whole database, and it can be copied to other accounts.
    Fix: copy the snapshot with a key and delete the plain one.
    Source: Amazon RDS User Guide, Copying a DB snapshot.
    """
    return passed("it is encrypted") if body["DBSnapshot"].get("Encrypted") else failed("the snapshot isn't encrypted")
