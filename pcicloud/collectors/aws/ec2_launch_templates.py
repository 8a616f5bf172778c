"""The default and the newest version of every launch template, without the user data: it may hold secrets."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ec2:DescribeLaunchTemplateVersions",),
    shapes="ec2:DescribeLaunchTemplateVersions.LaunchTemplateVersions[]",
)
def ec2_launch_templates(account: Account) -> Iterator[Seen]:
    """The default and the newest version of every launch template, without the user data: it may hold secrets."""
    versions = account.pages(
        "ec2", "DescribeLaunchTemplateVersions", "LaunchTemplateVersions", Versions=["$Default", "$Latest"]
    )
    names = set()
    for version in versions:
        name = f"{version['LaunchTemplateId']}:{version['VersionNumber']}"
        if name not in names:
            names.add(name)
            data = {key: value for key, value in version["LaunchTemplateData"].items() if key != "UserData"}
            yield Seen(name, {**version, "LaunchTemplateData": data})
