"""An analyzer must look for access from outside."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

KINDS = {"ACCOUNT", "ORGANIZATION"}


@check(evidence="aws.access_analyzers", when_none=failed("no analyzer looks for access from outside"), whole=True)
def access_analyzer_external(analyzers: tuple[Json, ...], env: Environment) -> Outcome:
    """An analyzer must look for access from outside.

    Why: a single line in a policy opens a bucket, key or role to another account, and nobody sees it.
    Fix: make an IAM Access Analyzer of type ACCOUNT or ORGANIZATION in each region.
    Source: AWS IAM User Guide, "Using AWS Identity and Access Management Access Analyzer".
    """
    active = [item["name"] for item in analyzers if item["type"] in KINDS and item["status"] == "ACTIVE"]
    if not active:
        return failed("no active analyzer looks for access from outside")
    return passed(f"{active[0]} looks for access from outside")
