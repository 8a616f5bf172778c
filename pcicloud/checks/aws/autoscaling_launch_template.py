"""Auto scaling groups start hosts from a launch template."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.autoscaling_groups", when_none=not_applicable("there is no auto scaling group"))
def autoscaling_launch_template(group: Json, env: Environment) -> Outcome:
    """Auto scaling groups start hosts from a launch template.

    Why: the older launch configurations can't be changed or versioned, and AWS adds no security setting to them any
    more.
    Fix: move the group to a launch template.
    Source: Amazon EC2 Auto Scaling User Guide, Migrate your Auto Scaling groups to launch templates.
    """
    mixed = group.get("MixedInstancesPolicy", {}).get("LaunchTemplate")
    if group.get("LaunchTemplate") or mixed:
        return passed("it starts hosts from a launch template")
    return failed(
        f"it starts hosts from {group.get('LaunchConfigurationName', 'a single instance')}, not from a template"
    )
