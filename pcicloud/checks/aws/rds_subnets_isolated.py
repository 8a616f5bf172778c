"""Databases stand in subnets without a route to the internet."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.routes import table_of, way_out


@check(evidence="aws.rds_instances", beside=("aws.ec2_route_tables",), when_none=not_applicable("there is no database"))
def rds_subnets_isolated(database: Json, env: Environment, *, ec2_route_tables: tuple[Json, ...]) -> Outcome:
    """Databases stand in subnets without a route to the internet.

    Why: then a mistake in a security group or a stolen password opens no way for the data to leave.
    Fix: use a subnet group whose subnets' route tables have no default route.
    Source: Amazon RDS User Guide, Working with a DB instance in a VPC.
    """
    group = database.get("DBSubnetGroup")
    if not group or not group["Subnets"]:
        return unknown("its subnets were not seen")
    for item in group["Subnets"]:
        table = table_of(item["SubnetIdentifier"], group["VpcId"], ec2_route_tables)
        if table is None:
            return unknown(f"the route table of {item['SubnetIdentifier']} was not seen")
        leads = way_out(table)
        if leads:
            return failed(f"subnet {item['SubnetIdentifier']} has a default route: {leads}")
    return passed(f"its {len(group['Subnets'])} subnets have no way out")
