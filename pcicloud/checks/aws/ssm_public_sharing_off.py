"""Public sharing of documents must be blocked."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.ssm_public_sharing", when_none=failed("AWS told no setting; by default sharing is allowed"))
def ssm_public_sharing_off(setting: Json, env: Environment) -> Outcome:
    """Public sharing of documents must be blocked.

    Why: the block also holds for documents that are made tomorrow.
    Fix: set the service setting for public sharing of documents to Disable.
    Source: AWS Systems Manager User Guide, "Block public sharing for SSM documents".
    """
    if setting["SettingValue"].lower() != "disable":
        return failed("documents may be shared with everybody")
    return passed("public sharing of documents is blocked")
