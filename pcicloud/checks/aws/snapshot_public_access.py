"""Snapshots must not be shared with everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

MEANING = {
    "block-new-sharing": "no further snapshot can be made public, but those that are stay so; all must be blocked",
    "unblocked": "snapshots can be made public",
}


@check(evidence="aws.snapshot_public_access", when_none=failed("AWS told no setting"))
def snapshot_public_access(setting: Json, env: Environment) -> Outcome:
    """Snapshots must not be shared with everybody.

    Why: a public snapshot is a copy of a disk for everybody.
    Fix: set the region's block to block-all-sharing (`pcicloud env apply` does).
    Source: Amazon EC2 API Reference, GetSnapshotBlockPublicAccessState.
    """
    state = setting.get("State", "unblocked")
    if state != "block-all-sharing":
        return failed(MEANING.get(state, f"the block is in the state {state}"))
    return passed("no snapshot can be public")
