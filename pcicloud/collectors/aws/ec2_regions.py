"""Every region that is switched on, and whether anything runs in those that environment.yaml doesn't name."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

# AWS's largest page: one is enough to tell whether there is anything, and holds the hosts of all but large regions.
FIRST_PAGE = 1000
# AWS leaves such regions out unless it is asked for all: nothing can be made in them.
OFF = "not-opted-in"


@collector(
    where="global",
    permissions=("ec2:DescribeRegions", "ec2:DescribeNetworkInterfaces"),
    shapes={
        "RegionName": "ec2:DescribeRegions.Regions[].RegionName",
        "OptInStatus": "ec2:DescribeRegions.Regions[].OptInStatus",
        "Declared": "",
        "Interfaces": "",
        "Instances": "",
    },
)
def ec2_regions(account: Account) -> Iterator[Seen | Unseen]:
    """Each region that the account can use; `Interfaces` counts the network interfaces of one that is not declared.

    A count of a first page of several is text, like `1000+`. Whatever runs in a network has an interface; `Instances`
    are the ids of the hosts that these belong to. A declared region is collected whole, so that both are None.
    """
    declared = set(account.aws.place.regions)

    def look(region: Json) -> Json:
        name = region["RegionName"]
        there = {"Interfaces": None, "Instances": None} if name in declared else _there(account, name)
        known = {"RegionName": name, "OptInStatus": region.get("OptInStatus"), "Declared": name in declared}
        return {**known, **there}

    regions = [one for one in account.call("ec2", "DescribeRegions")["Regions"] if one.get("OptInStatus") != OFF]
    for one in account.each(regions, lambda region: str(region["RegionName"]), look):
        yield Seen(one.resource, one.body, _hosts(one.body)) if isinstance(one, Seen) else one


def _there(account: Account, region: str) -> Json:
    answer = account.call("ec2", "DescribeNetworkInterfaces", region=region, MaxResults=FIRST_PAGE)
    interfaces = answer["NetworkInterfaces"]
    attached = {(one.get("Attachment") or {}).get("InstanceId") for one in interfaces} - {None}
    count = f"{len(interfaces)}+" if answer.get("NextToken") else len(interfaces)
    return {"Interfaces": count, "Instances": sorted(attached)}


def _hosts(region: Json) -> tuple[tuple[str, ...], ...]:
    return tuple((instance,) for instance in region["Instances"] or ())
