"""AWS Config must record all types of resources."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.config_recorders", when_none=failed("AWS Config has no recorder in this region"))
def config_recorder_all_types(body: Json, env: Environment) -> Outcome:
    """AWS Config must record all types of resources.

    Why: the inventory has a hole where a type is left out, and so has the history of changes.
    Fix: set AllSupported and IncludeGlobalResourceTypes in the recording group.
    Source: AWS Config API Reference, RecordingGroup.
    """
    group = body["Recorder"].get("recordingGroup") or {}
    if not group.get("allSupported"):
        left_out = (group.get("exclusionByResourceTypes") or {}).get("resourceTypes") or []
        what = f"{', '.join(left_out[:3])} is left out" if left_out else "only some types are recorded"
        return failed(f"{what}, all types must be recorded")
    if not group.get("includeGlobalResourceTypes"):
        return failed("global types are left out, so users, groups, roles and policies of IAM are not recorded")
    return passed("all types are recorded, the global ones included")
