"""GuardDuty must report what it finds promptly."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

MINUTES = {"FIFTEEN_MINUTES": 15, "ONE_HOUR": 60, "SIX_HOURS": 360}


@check(evidence="aws.guardduty_detectors", when_none=failed("GuardDuty is off in this region"))
def guardduty_prompt(detector: Json, env: Environment, *, minutes_max: int) -> Outcome:
    """GuardDuty must report what it finds promptly.

    Why: by default it repeats a threat that goes on only every six hours.
    Fix: set FindingPublishingFrequency on the detector.
    Source: Amazon GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge".
    """
    if detector["Status"] != "ENABLED":
        return failed(f"the detector is {detector['Status'].lower()}, so it reports nothing")
    minutes = MINUTES[detector.get("FindingPublishingFrequency", "SIX_HOURS")]
    if minutes > minutes_max:
        return failed(f"a threat that goes on is reported every {minutes} minutes, {minutes_max} minutes are the most")
    return passed(f"a threat that goes on is reported every {minutes} minutes")
