"""Every Kubernetes cluster."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional", permissions=("eks:ListClusters", "eks:DescribeCluster"), shapes="eks:DescribeCluster.cluster"
)
def eks_clusters(account: Account) -> Iterator[Seen | Unseen]:
    """Every Kubernetes cluster."""

    def look(name: Json) -> Json:
        return account.call("eks", "DescribeCluster", name=name)["cluster"]

    yield from account.each(account.pages("eks", "ListClusters", "clusters"), str, look)
