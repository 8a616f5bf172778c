"""Every shared file system (EFS)."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("elasticfilesystem:DescribeFileSystems",),
    shapes="efs:DescribeFileSystems.FileSystems[]",
)
def efs_file_systems(account: Account) -> Iterator[Seen]:
    """Every shared file system (EFS)."""
    for item in account.pages("efs", "DescribeFileSystems", "FileSystems"):
        yield Seen(item["FileSystemArn"], item)
