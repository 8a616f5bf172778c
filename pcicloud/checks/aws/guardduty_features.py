"""GuardDuty must have the named features on."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.guardduty_detectors", when_none=failed("GuardDuty is off in this region"))
def guardduty_features(detector: Json, env: Environment, *, features: list[str]) -> Outcome:
    """GuardDuty must have the named features on.

    Why: each feature is a place that it watches: hosts' processes, volumes, databases, buckets.
    Fix: enable the features on the detector.
    Source: Amazon GuardDuty API Reference, GetDetector (Features).
    """
    if detector["Status"] != "ENABLED":
        return failed(f"the detector is {detector['Status'].lower()}, so no feature works")
    enabled = {item["Name"] for item in detector.get("Features", ()) if item["Status"] == "ENABLED"}
    off = [name for name in features if name not in enabled]
    if off:
        return failed(f"off: {', '.join(off)}")
    return passed(f"on: {', '.join(features)}")
