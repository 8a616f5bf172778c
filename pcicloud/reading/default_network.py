"""Tells whether a network is one that AWS made and nobody uses."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json


def is_unused_default(vpc_id: str | None, vpcs: Iterable[Json], interfaces: Iterable[Json]) -> bool:
    """Whether a network is AWS's default one of the region and has no network interface, so nothing runs in it."""
    made_by_aws = any(vpc["VpcId"] == vpc_id and vpc.get("IsDefault") for vpc in vpcs)
    return made_by_aws and not any(interface.get("VpcId") == vpc_id for interface in interfaces)
