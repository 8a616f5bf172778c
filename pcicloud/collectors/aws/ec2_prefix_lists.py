"""What stands in the prefix lists that security groups name."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen
from pcicloud.reading.network_rules import list_ids

OF_AWS = "AWS"


@collector(
    where="regional",
    permissions=("ec2:DescribeSecurityGroups", "ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"),
    shapes={
        "PrefixList": "ec2:DescribeManagedPrefixLists.PrefixLists[]",
        "Entries": "ec2:GetManagedPrefixListEntries.Entries",
    },
)
def ec2_prefix_lists(account: Account) -> Iterator[Seen | Unseen]:
    """Each prefix list that a rule of a security group names; `Entries` is None for a list of AWS's own services.

    Source: Amazon VPC User Guide, "AWS-managed prefix lists" (owner `AWS`, addresses of one service).
    """

    def look(found: Json) -> Json:
        if found["OwnerId"].upper() == OF_AWS:
            return {"PrefixList": found, "Entries": None}
        name = found["PrefixListId"]
        return {
            "PrefixList": found,
            "Entries": account.pages("ec2", "GetManagedPrefixListEntries", "Entries", PrefixListId=name),
        }

    groups = account.pages("ec2", "DescribeSecurityGroups", "SecurityGroups")
    named = list_ids(rule for group in groups for rule in group["IpPermissions"] + group["IpPermissionsEgress"])
    if not named:
        return
    known = {item["PrefixListId"]: item for item in account.pages("ec2", "DescribeManagedPrefixLists", "PrefixLists")}
    yield from account.each(
        [known[name] for name in named if name in known], lambda item: str(item["PrefixListId"]), look
    )
    for name in named:
        if name not in known:
            yield Unseen(name, "AWS lists no prefix list of this id, so what it holds is not known")
