"""Tags of EC2 resources, which all have the same two operations."""

from __future__ import annotations

from pcicloud.emulator.cloudformation.provider import Aws, Json


def retag(aws: Aws, resource_id: str, old: Json, new: Json) -> None:
    """Bring a resource's tags from the old properties' to the new ones'."""
    before = {tag["Key"]: tag["Value"] for tag in old.get("Tags") or ()}
    after = {tag["Key"]: tag["Value"] for tag in new.get("Tags") or ()}
    client = aws.client("ec2")
    if gone := [{"Key": key} for key in before if key not in after]:
        client.delete_tags(Resources=[resource_id], Tags=gone)
    if changed := [{"Key": key, "Value": value} for key, value in after.items() if before.get(key) != value]:
        client.create_tags(Resources=[resource_id], Tags=changed)
