"""A tag of a container image always means the same image."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ecr_repositories", when_none=not_applicable("there is no repository of container images"))
def ecr_tags_fixed(repository: Json, env: Environment) -> Outcome:
    """A tag of a container image always means the same image.

    Why: whoever can push could put other code under the tag that production runs, without a change being recorded.
    Fix: set imageTagMutability to IMMUTABLE.
    Source: Amazon ECR User Guide, Preventing image tags from being overwritten.
    """
    mutability = repository.get("imageTagMutability", "MUTABLE")
    return (
        passed("tags are fixed")
        if mutability == "IMMUTABLE"
        else failed(f"tags are {mutability}: an image can be swapped")
    )
