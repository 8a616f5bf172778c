"""Amazon Inspector: the serious vulnerabilities that are still there."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.model.sighting import Seen

SERIOUS = {
    "findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}],
    "severity": [{"comparison": "EQUALS", "value": "CRITICAL"}, {"comparison": "EQUALS", "value": "HIGH"}],
}


@collector(
    where="regional",
    permissions=("inspector2:BatchGetAccountStatus", "inspector2:ListFindings"),
    shapes="inspector2:ListFindings.findings[]",
)
def inspector_findings(account: Account) -> Iterator[Seen]:
    """Each open finding of high or critical severity. Raises NotSeen where Inspector is off: then nobody looks."""
    status = account.call("inspector2", "BatchGetAccountStatus", accountIds=[account.account_id])
    if not any(state["state"]["status"] == "ENABLED" for state in status["accounts"]):
        raise NotSeen("failed", "Inspector is off in this region, so it can report nothing")
    for finding in account.pages("inspector2", "ListFindings", "findings", filterCriteria=SERIOUS, maxResults=100):
        yield Seen(finding["findingArn"], finding)
