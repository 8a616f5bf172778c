"""Patch state of the hosts that Systems Manager looks after."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws.ec2_instances import ec2_instances
from pcicloud.model.sighting import Seen, Unseen

PATCHES = [{"Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL"}]


@collector(
    where="regional",
    permissions=("ec2:DescribeInstances", "ssm:ListResourceComplianceSummaries"),
    shapes="ssm:ListResourceComplianceSummaries.ResourceComplianceSummaryItems[]",
)
def ssm_patch_compliance(account: Account) -> Iterator[Seen | Unseen]:
    """Each managed host with its count of missing patches by severity; an instance that was never scanned is unseen."""
    summaries = account.pages(
        "ssm", "ListResourceComplianceSummaries", "ResourceComplianceSummaryItems", Filters=PATCHES
    )
    for summary in summaries:
        yield Seen(summary["ResourceId"], summary)
    scanned = {summary["ResourceId"] for summary in summaries}
    for instance in ec2_instances.function(account):
        if instance.resource not in scanned:
            yield Unseen(instance.resource, "Systems Manager has never scanned this host for patches")
