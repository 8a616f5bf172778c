"""Subnets of the data segment have no route out of the network."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.aws_tags import SEGMENT, tag
from pcicloud.reading.routes import table_of, way_out


@check(evidence="aws.ec2_subnets", beside=("aws.ec2_route_tables",), when_none=not_applicable("there is no subnet"))
def ec2_data_subnet_isolated(subnet: Json, env: Environment, *, ec2_route_tables: tuple[Json, ...]) -> Outcome:
    """Subnets of the data segment have no route out of the network.

    Why: without a default route, stored card data can't leave and nobody outside can reach it, whatever a security
    group says.
    Fix: remove the default route from the route table of the data subnets; reach AWS services through endpoints.
    Source: Amazon VPC User Guide, Configure route tables.
    """
    if tag(subnet, SEGMENT) != "data":
        return not_applicable("this subnet isn't tagged as data segment")
    table = table_of(subnet["SubnetId"], subnet["VpcId"], ec2_route_tables)
    if table is None:
        return unknown("its route table was not seen")
    leads = way_out(table)
    return failed(f"it has a default route: {leads}") if leads else passed("it has no default route")
