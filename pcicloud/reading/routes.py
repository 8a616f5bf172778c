"""Reads route tables: which one a subnet uses, and whether it leads out of the network."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json
from pcicloud.reading.network_rules import are_world

TARGETS = (
    "GatewayId", "NatGatewayId", "EgressOnlyInternetGatewayId", "TransitGatewayId", "VpcPeeringConnectionId",
    "NetworkInterfaceId", "InstanceId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn",
)  # fmt: skip


def table_of(subnet_id: str, vpc_id: str, tables: Iterable[Json]) -> Json | None:
    """The route table of a subnet: its own association, else the main table of its network, else None."""
    main = None
    for table in tables:
        for association in table.get("Associations", ()):
            if association.get("SubnetId") == subnet_id:
                return table
            if association.get("Main") and table.get("VpcId") == vpc_id:
                main = table
    return main


def destination(route: Json) -> str:
    """Where a route leads: a range, or the id of a prefix list."""
    keys = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return str(next((route[key] for key in keys if route.get(key)), ""))


def target(route: Json) -> str:
    """The id of what a route leads through."""
    return str(next((route[key] for key in TARGETS if route.get(key)), "nowhere"))


def way_out(table: Json) -> str | None:
    """`0.0.0.0/0 through igw-…` where a table leads to the internet, or to a large part of it in pieces, else None."""
    live = [
        route
        for route in table.get("Routes", ())
        if route.get("State") != "blackhole" and "/" in destination(route) and target(route) != "local"
    ]
    if not are_world(destination(route) for route in live):
        return None
    widest = min(
        live, key=lambda route: int(destination(route).rpartition("/")[2]) / (4 if ":" in destination(route) else 1)
    )
    return f"{destination(widest)} through {target(widest)}"
