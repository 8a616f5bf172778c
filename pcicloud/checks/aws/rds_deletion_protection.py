"""Databases can't be deleted by mistake."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.databases import cluster_of


@check(evidence="aws.rds_instances", beside=("aws.rds_clusters",), when_none=not_applicable("there is no database"))
def rds_deletion_protection(database: Json, env: Environment, *, rds_clusters: tuple[Json, ...]) -> Outcome:
    """Databases can't be deleted by mistake.

    Why: with the database go its audit trail and the evidence of who used it.
    Fix: set DeletionProtection to true.
    Source: Amazon RDS User Guide, Deleting a DB instance: deletion protection.
    """
    cluster = cluster_of(database, rds_clusters)
    source = cluster["DBCluster"] if cluster else database
    return (
        passed("deletion protection is on")
        if source.get("DeletionProtection")
        else failed("deletion protection is off")
    )
