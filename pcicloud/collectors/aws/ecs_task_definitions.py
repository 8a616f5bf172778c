"""The newest revision of every task family, if a cluster can run it, without environments and commands."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

MAY_HOLD_SECRETS = {"environment", "command", "entryPoint", "healthCheck"}


@collector(
    where="regional",
    permissions=("ecs:ListClusters", "ecs:ListTaskDefinitionFamilies", "ecs:DescribeTaskDefinition"),
    shapes="ecs:DescribeTaskDefinition.taskDefinition",
)
def ecs_task_definitions(account: Account) -> Iterator[Seen | Unseen]:
    """The newest revision of every task family, if a cluster can run it, without environments and commands."""

    def look(family: Json) -> Json:
        task = account.call("ecs", "DescribeTaskDefinition", taskDefinition=family)["taskDefinition"]
        containers = [
            {key: value for key, value in container.items() if key not in MAY_HOLD_SECRETS}
            for container in task["containerDefinitions"]
        ]
        return {**task, "containerDefinitions": containers}

    if not account.pages("ecs", "ListClusters", "clusterArns"):
        return
    families = account.pages("ecs", "ListTaskDefinitionFamilies", "families", status="ACTIVE")
    for looked in account.each(families, str, look):
        if isinstance(looked, Unseen) or looked.body.get("status") != "INACTIVE":
            yield looked
