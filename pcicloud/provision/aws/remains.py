"""Looks for what still carries the environment's tag after a destroy, and why it may still be there."""

from __future__ import annotations

from collections.abc import Callable

from pcicloud.aws_writing import AwsRefused, Writer
from pcicloud.model.plan import Remaining
from pcicloud.provision.aws.planning import existing_stacks
from pcicloud.provision.aws.stack import ENVIRONMENT_TAG, resources_of
from pcicloud.provision.aws.world import World

UNCLEAR = "it carries the environment's tag; AWS may list a thing for some hours after it is gone"


def tagged_remains(world: World) -> tuple[Remaining, ...]:
    """Each tagged thing outside of the stacks that remain, and why it is still there."""
    tag = {"Key": ENVIRONMENT_TAG, "Values": [world.environment.name]}
    try:
        found = list(
            world.writer.pages("resourcegroupstaggingapi", "GetResources", "ResourceTagMappingList", TagFilters=[tag])
        )
    except AwsRefused as refused:
        return (Remaining(what="tagged resources", reason=f"nobody could look for them: {refused.what}"),)
    in_stacks = _in_remaining_stacks(world)
    arns = sorted(one["ResourceARN"] for one in found if ":cloudformation:" not in one["ResourceARN"])
    outside = [arn for arn in arns if not any(arn == id_ or arn.endswith((f"/{id_}", f":{id_}")) for id_ in in_stacks)]
    looked = [_remaining(world.writer, arn) for arn in outside]
    return tuple(one for one in looked if one)


def _in_remaining_stacks(world: World) -> set[str]:
    """Physical ids of the resources of stacks that could not be deleted: those are named with their stack."""
    stacks = existing_stacks(world).values()
    return {
        one["PhysicalResourceId"]
        for stack in stacks
        for one in resources_of(world.writer, stack["StackId"])
        if one.get("PhysicalResourceId")
    }


def _remaining(writer: Writer, arn: str) -> Remaining | None:
    """Why a thing is still there, None where it is gone and AWS only still lists it."""
    look = next((look for part, look in LOOKS.items() if part in arn), None)
    return look(writer, arn) if look else Remaining(what=arn, reason=UNCLEAR)


def _key(writer: Writer, arn: str) -> Remaining | None:
    answer = writer.call("kms", "DescribeKey", KeyId=arn, none_when=("NotFoundException",))
    if answer is None:
        return None
    day = str(answer["KeyMetadata"].get("DeletionDate", ""))[:10]
    if not day:
        return Remaining(what=arn, reason=UNCLEAR)
    return Remaining(
        what=arn, reason=f"AWS deletes the key on {day}; until then it can be brought back", kind="pending"
    )


def _secret(writer: Writer, arn: str) -> Remaining | None:
    answer = writer.call("secretsmanager", "DescribeSecret", SecretId=arn, none_when=("ResourceNotFoundException",))
    if answer is None:
        return None
    day = str(answer.get("DeletedDate", ""))[:10]
    if not day:
        return Remaining(what=arn, reason=UNCLEAR)
    return Remaining(what=arn, reason=f"it was marked for deletion on {day}; AWS deletes it by itself", kind="pending")


def _gateway(writer: Writer, arn: str) -> Remaining | None:
    id_ = arn.rpartition("/")[2]
    answer = writer.call("ec2", "DescribeNatGateways", NatGatewayIds=[id_], none_when=("NatGatewayNotFound",))
    states = {one["State"] for one in (answer or {}).get("NatGateways", ())}
    return Remaining(what=arn, reason=UNCLEAR) if states - {"deleted"} else None


def _instance(writer: Writer, arn: str) -> Remaining | None:
    id_ = arn.rpartition("/")[2]
    answer = writer.call("ec2", "DescribeInstances", InstanceIds=[id_], none_when=("InvalidInstanceID.NotFound",))
    groups = (answer or {}).get("Reservations", ())
    states = {one["State"]["Name"] for group in groups for one in group["Instances"]}
    return Remaining(what=arn, reason=UNCLEAR) if states - {"terminated"} else None


def _snapshot(_writer: Writer, arn: str) -> Remaining | None:
    return Remaining(what=arn, reason="a last snapshot, kept by DeletionPolicy: Snapshot in its template", kind="kept")


LOOKS: dict[str, Callable[[Writer, str], Remaining | None]] = {
    ":key/": _key,
    ":secret:": _secret,
    ":natgateway/": _gateway,
    ":instance/": _instance,
    ":snapshot:": _snapshot,
}
