"""Every repository of container images."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional", permissions=("ecr:DescribeRepositories",), shapes="ecr:DescribeRepositories.repositories[]"
)
def ecr_repositories(account: Account) -> Iterator[Seen]:
    """Every repository of container images."""
    for item in account.pages("ecr", "DescribeRepositories", "repositories"):
        yield Seen(item["repositoryArn"], item)
