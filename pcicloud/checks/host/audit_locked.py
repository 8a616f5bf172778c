"""The audit rules must be locked until the next start."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.audit_rules import texts


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_locked(body: Json, env: Environment) -> Outcome:
    """The audit rules must be locked until the next start.

    Why: otherwise an intruder takes them away for as long as needed.
    Fix: end /etc/audit/rules.d/99-finalize.rules with `-e 2`.
    Source: Linux audit, auditctl(8), -e.
    """
    if body["kernel"] == "shared":
        return unknown("the kernel is shared with other machines, so its audit rules are not this host's")
    if body["status"] is not None:
        found = re.search(r"^enabled (\d)", body["status"]["stdout"], re.MULTILINE)
        state = found[1] if found else "not told"
        return (
            passed("the kernel's rules are locked")
            if state == "2"
            else failed(f"audit is enabled={state}, 2 (locked) is wanted")
        )
    said = [line for line in texts(body) if line.startswith("-e")]
    if not said or said[-1].split()[-1] != "2":
        return failed("the rules do not end with -e 2, so they can be taken away")
    return passed("the rules are locked at boot (-e 2)")
