"""IAM Access Analyzer: what can be reached from outside of the account."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen

EXTERNAL = {"ACCOUNT", "ORGANIZATION"}


@collector(
    where="regional",
    permissions=("access-analyzer:ListAnalyzers", "access-analyzer:ListFindings"),
    shapes="accessanalyzer:ListFindingsV2.findings[]",
)
def access_analyzer_findings(account: Account) -> Iterator[Seen]:
    """Each open finding of the analyzers of external access. Raises NotSeen where none is there: then nobody looks."""
    analyzers = [
        analyzer
        for analyzer in account.pages("accessanalyzer", "ListAnalyzers", "analyzers")
        if analyzer["type"] in EXTERNAL and analyzer["status"] == "ACTIVE"
    ]
    if not analyzers:
        raise NotSeen("failed", "no analyzer of external access is active in this region, so none can report")
    for analyzer in analyzers:
        for finding in _open(account, analyzer["arn"]):
            yield Seen(f"{analyzer['arn']}/{finding['id']}", finding)


def _open(account: Account, analyzer_arn: str) -> list[Json]:
    only = {"status": {"eq": ["ACTIVE"]}}
    return account.pages("accessanalyzer", "ListFindingsV2", "findings", analyzerArn=analyzer_arn, filter=only)
