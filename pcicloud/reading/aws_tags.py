"""Reads the tags of an AWS resource."""

from __future__ import annotations

from pcicloud.model.outcome import Json

SEGMENT = "pcicloud:segment"


def tag(resource: Json, key: str) -> str | None:
    """The value of a tag, None where the resource doesn't have it."""
    return next((item["Value"] for item in resource.get("Tags", ()) if item["Key"] == key), None)
