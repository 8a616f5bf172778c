"""Reads route tables: which one a subnet uses, and whether it leads out of the network."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json

DEFAULTS = {"0.0.0.0/0", "::/0"}
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
    """`0.0.0.0/0 through igw-…` where a table has a default route that isn't a black hole, else None."""
    for route in table.get("Routes", ()):
        if destination(route) in DEFAULTS and route.get("State") != "blackhole":
            return f"{destination(route)} through {target(route)}"
    return None
