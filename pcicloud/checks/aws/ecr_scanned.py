"""Container images are scanned for known vulnerabilities."""

from __future__ import annotations

from fnmatch import fnmatchcase as fnmatch

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(
    evidence="aws.ecr_repositories",
    beside=("aws.ecr_registry_scanning",),
    when_none=not_applicable("there is no repository of container images"),
)
def ecr_scanned(repository: Json, env: Environment, *, ecr_registry_scanning: tuple[Json, ...]) -> Outcome:
    """Container images are scanned for known vulnerabilities.

    Why: most of what runs in a container was written by others, years ago.
    Fix: switch scanning on push on, or enhanced scanning for the registry.
    Source: Amazon ECR User Guide, Scan images for software vulnerabilities.
    """
    if repository.get("imageScanningConfiguration", {}).get("scanOnPush"):
        return passed("each image is scanned when it is pushed")
    for registry in ecr_registry_scanning:
        for rule in registry.get("rules", ()):
            filters = [item["filter"] for item in rule["repositoryFilters"]]
            if rule["scanFrequency"] != "MANUAL" and any(fnmatch(repository["repositoryName"], one) for one in filters):
                return passed(f"the registry scans its images: {rule['scanFrequency']}")
    return failed("its images aren't scanned")
