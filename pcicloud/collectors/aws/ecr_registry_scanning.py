"""How the registry of container images scans what is pushed; nothing where there is no repository."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ecr:DescribeRepositories", "ecr:GetRegistryScanningConfiguration"),
    shapes="ecr:GetRegistryScanningConfiguration.scanningConfiguration",
)
def ecr_registry_scanning(account: Account) -> Iterator[Seen]:
    """How the registry of container images scans what is pushed; nothing where there is no repository."""
    if account.pages("ecr", "DescribeRepositories", "repositories"):
        yield Seen("registry", account.call("ecr", "GetRegistryScanningConfiguration")["scanningConfiguration"])
