"""Every network records its traffic."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.default_network import is_unused_default


@check(
    evidence="aws.ec2_vpcs",
    beside=("aws.ec2_flow_logs", "aws.ec2_network_interfaces"),
    when_none=not_applicable("there is no network"),
)
def ec2_vpc_flow_logs(
    vpc: Json, env: Environment, *, ec2_flow_logs: tuple[Json, ...], ec2_network_interfaces: tuple[Json, ...]
) -> Outcome:
    """Every network records its traffic.

    Why: who spoke to whom, and who was refused, is what an investigation asks first.
    Fix: create a flow log of the network for all traffic.
    Source: Amazon EC2 API Reference, DescribeFlowLogs.
    """
    if is_unused_default(vpc["VpcId"], [vpc], ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    own = [log for log in ec2_flow_logs if log["ResourceId"] == vpc["VpcId"] and log["FlowLogStatus"] == "ACTIVE"]
    if not own:
        return failed("no active flow log records this network's traffic")
    kinds = {log["TrafficType"] for log in own if log.get("DeliverLogsStatus") != "FAILED"}
    if not kinds:
        return failed("its flow log can't be delivered, so nothing is recorded")
    if "ALL" not in kinds and kinds != {"ACCEPT", "REJECT"}:
        return failed(f"only {', '.join(sorted(kinds))} traffic is recorded, ALL is required")
    return passed("all traffic is recorded")
