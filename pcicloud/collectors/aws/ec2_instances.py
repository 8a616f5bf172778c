"""Every instance that exists and isn't being terminated."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen
from pcicloud.reading.aws_tags import tag

NAMES = ("InstanceId", "PrivateIpAddress", "PublicIpAddress", "PrivateDnsName", "PublicDnsName")


@collector(
    where="regional", permissions=("ec2:DescribeInstances",), shapes="ec2:DescribeInstances.Reservations[].Instances[]"
)
def ec2_instances(account: Account) -> Iterator[Seen]:
    """Every instance that exists and isn't being terminated."""
    alive = [{"Name": "instance-state-name", "Values": ["pending", "running", "stopping", "stopped"]}]
    for reservation in account.pages("ec2", "DescribeInstances", "Reservations", Filters=alive):
        for instance in reservation["Instances"]:
            running = instance["State"]["Name"] == "running"
            yield Seen(instance["InstanceId"], instance, (_names(instance),) if running else ())


def _names(instance: Json) -> tuple[str, ...]:
    named = [instance.get(key) for key in NAMES] + [tag(instance, "Name")]
    return tuple(dict.fromkeys(name for name in named if name))
