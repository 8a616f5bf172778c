"""No snapshot of a database can be restored by everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.rds_snapshots", when_none=not_applicable("nobody took a snapshot of a database by hand"))
def rds_snapshot_private(body: Json, env: Environment) -> Outcome:
    """No snapshot of a database can be restored by everybody.

    Why: a public snapshot gives every AWS customer a copy of the database.
    Fix: take `all` from the snapshot's attribute `restore`.
    Source: Amazon RDS API Reference, DescribeDBSnapshotAttributes.
    """
    allowed = {item["AttributeName"]: item.get("AttributeValues", ()) for item in body["DBSnapshotAttributes"]}
    if "all" in allowed.get("restore", ()):
        return failed("everybody with an AWS account may restore this snapshot")
    return passed("it isn't public")
