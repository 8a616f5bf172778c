"""Every network records which names its hosts ask for."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.default_network import is_unused_default


@check(
    evidence="aws.ec2_vpcs",
    beside=("aws.route53resolver_query_logs", "aws.ec2_network_interfaces"),
    when_none=not_applicable("there is no network"),
)
def ec2_vpc_name_queries_logged(
    vpc: Json,
    env: Environment,
    *,
    route53resolver_query_logs: tuple[Json, ...],
    ec2_network_interfaces: tuple[Json, ...],
) -> Outcome:
    """Every network records which names its hosts ask for.

    Why: malware finds its master by name, and covert channels hide in name queries: only this log shows them.
    Fix: associate the network with a query logging configuration of Route 53 Resolver.
    Source: Amazon Route 53 Developer Guide, Resolver query logging.
    """
    if is_unused_default(vpc["VpcId"], [vpc], ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    own = [log for log in route53resolver_query_logs if log["ResourceId"] == vpc["VpcId"]]
    if not own:
        return failed("the name queries of this network are not logged")
    bad = [log["Status"] for log in own if log["Status"] not in ("ACTIVE", "CREATING")]
    return failed(f"the query log is in state {bad[0]}") if len(bad) == len(own) else passed("name queries are logged")
