"""A trail must look for unusual activity by itself."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

KINDS = {"ApiCallRateInsight", "ApiErrorRateInsight"}


@check(evidence="aws.cloudtrail_trails", when_none=failed("the account has no trail"), whole=True)
def cloudtrail_insights(trails: tuple[Json, ...], env: Environment) -> Outcome:
    """A trail must look for unusual activity by itself.

    Why: nobody sees by eye that calls or errors of one kind have become ten times as many.
    Fix: switch on both kinds of insights on the multi-region trail.
    Source: AWS CloudTrail User Guide, "Working with CloudTrail Insights".
    """
    best: set[str] = set()
    for body in trails:
        if body["Status"].get("IsLogging"):
            found = {item["InsightType"] for item in (body["Insights"] or {}).get("InsightSelectors") or ()}
            best = max(best, found & KINDS, key=len)
    if best != KINDS:
        return failed(f"no trail that runs looks for {' and '.join(sorted(KINDS - best))}")
    return passed("a trail looks for unusual rates of calls and of errors")
