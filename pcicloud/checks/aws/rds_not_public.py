"""Databases have no public address."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown


@check(evidence="aws.rds_instances", when_none=not_applicable("there is no database"))
def rds_not_public(database: Json, env: Environment) -> Outcome:
    """Databases have no public address.

    Why: a database with card data that the internet reaches is one password away from a leak.
    Fix: set PubliclyAccessible to false and put the database into private subnets.
    Source: Amazon RDS User Guide, Hiding a DB instance in a VPC from the internet.
    """
    public = database.get("PubliclyAccessible")
    if public is None:
        return unknown("AWS didn't say whether it has a public address")
    return failed("it has a public address") if public else passed("it has a private address only")
