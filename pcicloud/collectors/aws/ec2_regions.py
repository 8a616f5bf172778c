"""Every region that is switched on, and whether anything runs in those that environment.yaml doesn't name."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

# AWS's least page: one page is enough to tell whether there is anything.
FIRST_PAGE = 5
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
    },
)
def ec2_regions(account: Account) -> Iterator[Seen | Unseen]:
    """Each region that the account can use; `Interfaces` counts the network interfaces of one that is not declared.

    A count of a first page of several is text, like `5+`. Whatever runs in a network has an interface. A declared
    region is collected whole, so that it isn't counted here: `Interfaces` is None.
    """
    declared = set(account.aws.place.regions)

    def look(region: Json) -> Json:
        name = region["RegionName"]
        return {
            "RegionName": name,
            "OptInStatus": region.get("OptInStatus"),
            "Declared": name in declared,
            "Interfaces": None if name in declared else _interfaces(account, name),
        }

    regions = [one for one in account.call("ec2", "DescribeRegions")["Regions"] if one.get("OptInStatus") != OFF]
    yield from account.each(regions, lambda region: str(region["RegionName"]), look)


def _interfaces(account: Account, region: str) -> int | str:
    answer = account.call("ec2", "DescribeNetworkInterfaces", region=region, MaxResults=FIRST_PAGE)
    count = len(answer["NetworkInterfaces"])
    return f"{count}+" if answer.get("NextToken") else count
