"""Databases run in two zones."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.databases import cluster_of


@check(evidence="aws.rds_instances", beside=("aws.rds_clusters",), when_none=not_applicable("there is no database"))
def rds_multi_zone(database: Json, env: Environment, *, rds_clusters: tuple[Json, ...]) -> Outcome:
    """Databases run in two zones.

    Why: when one zone fails, a database in two goes on, with its audit trail and without a hurried rebuild.
    Fix: set MultiAZ to true, or add a reader of the cluster in another zone.
    Source: Amazon RDS User Guide, Configuring and managing a Multi-AZ deployment.
    """
    cluster = cluster_of(database, rds_clusters)
    source = cluster["DBCluster"] if cluster else database
    return passed("it runs in two zones") if source.get("MultiAZ") else failed("it runs in one zone only")
