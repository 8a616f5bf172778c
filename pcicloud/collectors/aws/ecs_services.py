"""Every service of every ECS cluster."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen

SERVICES_MAX = 10


@collector(
    where="regional",
    permissions=("ecs:ListClusters", "ecs:ListServices", "ecs:DescribeServices"),
    shapes="ecs:DescribeServices.services[]",
)
def ecs_services(account: Account) -> Iterator[Seen]:
    """Every service of every ECS cluster."""
    for cluster in account.pages("ecs", "ListClusters", "clusterArns"):
        names = account.pages("ecs", "ListServices", "serviceArns", cluster=cluster)
        for first in range(0, len(names), SERVICES_MAX):
            batch = names[first : first + SERVICES_MAX]
            for service in account.call("ecs", "DescribeServices", cluster=cluster, services=batch)["services"]:
                if service["status"] != "INACTIVE":
                    yield Seen(service["serviceArn"], service)
