"""No host runs in a region that nobody looks at."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown


@check(evidence="aws.ec2_regions", when_none=unknown("AWS named no region"))
def regions_looked_at(region: Json, env: Environment) -> Outcome:
    """No host runs in a region that nobody looks at.

    Why: hosts in a region that is not declared are in no inventory, and no other check of this tool sees them.
    Fix: add the region to `aws.regions` of environment.yaml, or remove what runs there.
    Source: Amazon EC2 API Reference, DescribeRegions and DescribeNetworkInterfaces.
    """
    name, count = region["RegionName"], region["Interfaces"]
    if region["Declared"]:
        return passed(f"region {name} is in aws.regions")
    if count is None:
        return unknown(f"whether anything runs in region {name} was not seen")
    if count:
        return failed(f"region {name} has network interfaces ({count}) and is not in aws.regions")
    return passed(f"region {name} is not in aws.regions, and has no network interface")
