"""Every parameter group in use by a database instance, with the parameters that somebody set in it."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("rds:DescribeDBInstances", "rds:DescribeDBParameters"),
    shapes={
        "DBParameterGroupName": "rds:DescribeDBInstances.DBInstances[].DBParameterGroups[].DBParameterGroupName",
        "Parameters": "rds:DescribeDBParameters.Parameters",
    },
)
def rds_parameter_groups(account: Account) -> Iterator[Seen | Unseen]:
    """Every parameter group in use by a database instance, with the parameters that somebody set in it."""

    def look(name: Json) -> Json:
        parameters = account.pages(
            "rds", "DescribeDBParameters", "Parameters", DBParameterGroupName=name, Source="user"
        )
        return {"DBParameterGroupName": name, "Parameters": parameters}

    instances = account.pages("rds", "DescribeDBInstances", "DBInstances")
    names = {group["DBParameterGroupName"] for instance in instances for group in instance.get("DBParameterGroups", ())}
    yield from account.each(sorted(names), str, look)
