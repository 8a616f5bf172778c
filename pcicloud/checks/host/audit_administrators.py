"""What people do as root must be written down."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.audit_rules import judged, rules


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_administrators(body: Json, env: Environment) -> Outcome:
    """What people do as root must be written down.

    Why: it is what an intruder does first, and what must be told from the work of administrators.
    Fix: add execve rules with `-F euid=0 -F auid>=1000 -F auid!=unset`, and watch /etc/sudoers.
    Source: Linux audit, auditctl(8), audit.rules(7).
    """
    watched = judged(body, paths=("/etc/sudoers", "/etc/sudoers.d"), calls=("execve",), what="what is done as root")
    if watched.verdict != "pass":
        return watched
    if not any("execve" in rule.calls and _is_root(rule.fields) for rule in rules(body)):
        return failed("no execve rule is for programs that run as root (euid=0 or uid!=euid)")
    return watched


def _is_root(fields: tuple[str, ...]) -> bool:
    return any(re.fullmatch(r"euid=(0|root)|uid!=euid", field) for field in fields)
