"""A restart that updates ask for must not be put off for long."""

from __future__ import annotations

from datetime import datetime

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="host.updates", when_none=failed("no knowledge of updates is there"))
def reboot_pending(body: Json, env: Environment, *, days_max: int) -> Outcome:
    """A restart that updates ask for must not be put off for long.

    Why: until then the old kernel or library, with its holes, is the one that runs.
    Fix: restart the host.
    Source: Debian, update-notifier and unattended-upgrades: /run/reboot-required.
    """
    asked = [stat for stat in body["found"] if stat["path"] == "/run/reboot-required"]
    if not asked:
        return passed("no update waits for a restart")
    since = datetime.fromisoformat(asked[0]["modified_at"])
    days = (env.as_of - since).days
    if days > days_max:
        return failed(
            f"updates wait for a restart since {since:%Y-%m-%d} ({days} days, at most {days_max} are allowed)"
        )
    return passed(f"updates wait for a restart since {since:%Y-%m-%d}, not longer than {days_max} days")
