"""A network's default security group has no rule."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_security_groups", when_none=not_applicable("there is no security group"))
def ec2_default_security_group_empty(group: Json, env: Environment) -> Outcome:
    """A network's default security group has no rule.

    Why: whatever is started without a group gets the default one, which lets its members speak to each other and to
    everybody.
    Fix: revoke every rule of the default group (`pcicloud env apply` does) and give each resource a group of its
    own.
    Source: Amazon VPC User Guide, Default security groups for your VPCs.
    """
    if group["GroupName"] != "default":
        return not_applicable("this isn't a network's default group")
    count = len(group["IpPermissions"]) + len(group["IpPermissionsEgress"])
    return failed(f"the default group has {count} rules, it must have none") if count else passed("it has no rule")
