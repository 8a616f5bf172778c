"""Every database cluster, if an instance belongs to one, with the parameters that somebody set for it."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("rds:DescribeDBInstances", "rds:DescribeDBClusters", "rds:DescribeDBClusterParameters"),
    shapes={
        "DBCluster": "rds:DescribeDBClusters.DBClusters[]",
        "Parameters": "rds:DescribeDBClusterParameters.Parameters",
    },
)
def rds_clusters(account: Account) -> Iterator[Seen | Unseen]:
    """Every database cluster, if an instance belongs to one, with the parameters that somebody set for it.

    Checks judge instances; a cluster tells them what its instances leave to it.
    """

    def look(cluster: Json) -> Json:
        parameters = account.pages(
            "rds",
            "DescribeDBClusterParameters",
            "Parameters",
            DBClusterParameterGroupName=cluster["DBClusterParameterGroup"],
            Source="user",
        )
        return {"DBCluster": cluster, "Parameters": parameters}

    instances = account.pages("rds", "DescribeDBInstances", "DBInstances")
    if not any(instance.get("DBClusterIdentifier") for instance in instances):
        return
    clusters = account.pages("rds", "DescribeDBClusters", "DBClusters")
    yield from account.each(clusters, lambda cluster: str(cluster["DBClusterArn"]), look)
