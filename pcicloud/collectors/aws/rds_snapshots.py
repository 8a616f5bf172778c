"""Every snapshot of a database that somebody took by hand, with who may restore it."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("rds:DescribeDBSnapshots", "rds:DescribeDBSnapshotAttributes"),
    shapes={
        "DBSnapshot": "rds:DescribeDBSnapshots.DBSnapshots[]",
        "DBSnapshotAttributes": "rds:DescribeDBSnapshotAttributes.DBSnapshotAttributesResult.DBSnapshotAttributes",
    },
)
def rds_snapshots(account: Account) -> Iterator[Seen | Unseen]:
    """Every snapshot of a database that somebody took by hand, with who may restore it."""

    def look(snapshot: Json) -> Json:
        answer = account.call(
            "rds", "DescribeDBSnapshotAttributes", DBSnapshotIdentifier=snapshot["DBSnapshotIdentifier"]
        )
        return {
            "DBSnapshot": snapshot,
            "DBSnapshotAttributes": answer["DBSnapshotAttributesResult"]["DBSnapshotAttributes"],
        }

    snapshots = account.pages("rds", "DescribeDBSnapshots", "DBSnapshots", SnapshotType="manual")
    yield from account.each(snapshots, lambda snapshot: str(snapshot["DBSnapshotArn"]), look)
