"""Containers on ECS are neither privileged, nor in the host's name spaces, nor able to change their programs."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ecs_task_definitions", when_none=not_applicable("there is no ECS cluster, or no task definition"))
def ecs_task_confined(task: Json, env: Environment) -> Outcome:
    """Containers on ECS are neither privileged, nor in the host's name spaces, nor able to change their programs.

    Why: a privileged container is root on its host, and so on all other containers there.
    Fix: remove privileged, networkMode host and pidMode host; set readonlyRootFilesystem to true.
    Source: Amazon ECS Developer Guide, Amazon ECS task and container security best practices.
    """
    if "host" in (task.get("networkMode"), task.get("pidMode"), task.get("ipcMode")):
        return failed("its containers share a name space with the host")
    for container in task["containerDefinitions"]:
        if container.get("privileged"):
            return failed(f"the container {container['name']} is privileged")
        if not container.get("readonlyRootFilesystem"):
            return failed(f"the container {container['name']} can change its own file system")
    return passed(f"{len(task['containerDefinitions'])} containers are confined")
