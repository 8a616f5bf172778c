"""GuardDuty must watch the region."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.guardduty_detectors", when_none=failed("GuardDuty is off in this region"))
def guardduty_on(detector: Json, env: Environment) -> Outcome:
    """GuardDuty must watch the region.

    Why: it reads flow logs, DNS queries and API calls and tells intrusions from normal traffic.
    Fix: make a detector and enable it.
    Source: Amazon GuardDuty API Reference, GetDetector.
    """
    if detector["Status"] != "ENABLED":
        return failed(f"the detector is {detector['Status'].lower()}")
    return passed("the detector is enabled")
