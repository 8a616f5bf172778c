"""Inspector must scan the named kinds of resources."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.inspector_status", when_none=failed("Inspector is off in this region"))
def inspector_on(account: Json, env: Environment, *, kinds: list[str]) -> Outcome:
    """Inspector must scan the named kinds of resources.

    Why: it logs in to hosts through their agent and scans them anew whenever a vulnerability becomes known.
    Fix: enable Inspector for the kinds of resources.
    Source: Amazon Inspector API Reference, BatchGetAccountStatus.
    """
    states = account["resourceState"]
    off = [kind for kind in kinds if states.get(kind, {}).get("status") != "ENABLED"]
    if off:
        return failed(f"not scanned: {', '.join(off)}")
    return passed(f"scanned: {', '.join(kinds)}")
