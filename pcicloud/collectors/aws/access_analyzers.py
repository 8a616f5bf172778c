"""IAM Access Analyzer: which analyzers watch the account."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("access-analyzer:ListAnalyzers",),
    shapes="accessanalyzer:ListAnalyzers.analyzers[]",
)
def access_analyzers(account: Account) -> Iterator[Seen]:
    """Each analyzer with its kind (external, internal or unused access) and its state."""
    for analyzer in account.pages("accessanalyzer", "ListAnalyzers", "analyzers"):
        yield Seen(analyzer["arn"], analyzer)
