"""Every flow log, with what it records and where it delivers."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeFlowLogs",), shapes="ec2:DescribeFlowLogs.FlowLogs[]")
def ec2_flow_logs(account: Account) -> Iterator[Seen]:
    """Every flow log, with what it records and where it delivers."""
    for item in account.pages("ec2", "DescribeFlowLogs", "FlowLogs"):
        yield Seen(item["FlowLogId"], item)
