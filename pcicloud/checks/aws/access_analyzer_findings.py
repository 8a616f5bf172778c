"""Nothing may be open to the outside unless somebody has accepted it."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(
    evidence="aws.access_analyzer_findings",
    when_none=passed("no analyzer of external access reports a thing that is open to the outside"),
)
def access_analyzer_findings(finding: Json, env: Environment) -> Outcome:
    """Nothing may be open to the outside unless somebody has accepted it.

    Why: an open finding is a resource that somebody outside of the account can reach.
    Fix: close the access in the resource's policy, or archive the finding with the reason why it is meant.
    Source: AWS IAM Access Analyzer API Reference, ListFindingsV2.
    """
    thing = finding.get("resource") or "a resource"
    if finding["status"] != "ACTIVE":
        return passed(f"the access to {thing} was closed or accepted")
    return failed(f"{thing} ({finding['resourceType']}) can be reached from outside of the account")
