"""Auto Scaling: groups."""

from __future__ import annotations

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider
from pcicloud.emulator.cloudformation.shapes import api_parameters

SIZES = ("MinSize", "MaxSize", "DesiredCapacity", "HealthCheckGracePeriod", "MaxInstanceLifetime", "Cooldown")


def _parameters(client: Json, method: str, wanted: Json) -> Json:
    properties = dict(wanted) | {name: int(wanted[name]) for name in SIZES if name in wanted}
    properties.pop("Tags", None)
    if "VPCZoneIdentifier" in wanted:
        properties["VPCZoneIdentifier"] = ",".join(wanted["VPCZoneIdentifier"])
    return api_parameters(client, method, properties)


def _tags(name: str, wanted: Json) -> list[Json]:
    known = {"ResourceId": name, "ResourceType": "auto-scaling-group"}
    return [dict(tag) | known for tag in wanted.get("Tags") or ()]


def _create(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("autoscaling"), wanted.get("AutoScalingGroupName") or aws.unique_name()
    parameters = _parameters(client, "create_auto_scaling_group", wanted)
    client.create_auto_scaling_group(**parameters | {"AutoScalingGroupName": name, "Tags": _tags(name, wanted)})
    return str(name)


def _update(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("autoscaling")
    parameters = _parameters(client, "update_auto_scaling_group", new)
    client.update_auto_scaling_group(**parameters | {"AutoScalingGroupName": name})
    before, after = set(old.get("TargetGroupARNs") or ()), set(new.get("TargetGroupARNs") or ())
    if after - before:
        client.attach_load_balancer_target_groups(AutoScalingGroupName=name, TargetGroupARNs=sorted(after - before))
    if before - after:
        client.detach_load_balancer_target_groups(AutoScalingGroupName=name, TargetGroupARNs=sorted(before - after))
    if gone := [tag for tag in _tags(name, old) if tag["Key"] not in {one["Key"] for one in new.get("Tags") or ()}]:
        client.delete_tags(Tags=gone)
    if tags := _tags(name, new):
        client.create_or_update_tags(Tags=tags)


def _more(aws: Aws, name: str) -> Json:
    groups = aws.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])
    found = groups["AutoScalingGroups"][0]
    fields = ("Key", "Value", "PropagateAtLaunch")
    return {
        "VPCZoneIdentifier": found["VPCZoneIdentifier"].split(",") if found.get("VPCZoneIdentifier") else [],
        "Tags": sorted(({field: tag[field] for field in fields} for tag in found["Tags"]), key=lambda tag: tag["Key"]),
    }


GROUP = api_provider(
    ApiResource(
        type_name="AWS::AutoScaling::AutoScalingGroup",
        service="autoscaling",
        create="create_auto_scaling_group",
        physical_id="@AutoScalingGroupName",
        read="describe_auto_scaling_groups",
        read_by="AutoScalingGroupNames",
        id_in_list=True,
        found_at="AutoScalingGroups[0]",
        delete="delete_auto_scaling_group",
        identified_by="AutoScalingGroupName",
        more=_more,
    )
)


def _delete(aws: Aws, name: str) -> None:
    aws.client("autoscaling").delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)


PROVIDERS = (
    Provider(
        type_name=GROUP.type_name,
        create=_create,
        read=GROUP.read,
        update=_update,
        delete=_delete,
    ),
)
