"""Put the tags of a resource right, for services whose APIs tag and untag."""

from __future__ import annotations

from typing import Any

from pcicloud.emulator.cloudformation.shapes import api_parameters

Json = Any


def retag(client: Any, old: Json, new: Json, **resource: str) -> None:
    """Take away the tags that only `old` has and set those of `new`; `resource` names it as TagResource wants it."""
    before, after = ({tag["Key"] for tag in properties.get("Tags") or ()} for properties in (old, new))
    if before - after:
        wanted = {**resource, "TagKeys": sorted(before - after)}
        client.untag_resource(**api_parameters(client, "untag_resource", wanted))
    if after:
        client.tag_resource(**api_parameters(client, "tag_resource", {**resource, "Tags": new["Tags"]}))
