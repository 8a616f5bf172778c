"""Who reads the logs must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.audit_rules import judged


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_log_access(body: Json, env: Environment) -> Outcome:
    """Who reads the logs must be written down.

    Why: an intruder looks into the logs, and then changes them.
    Fix: watch /var/log/audit with `-p rwa` in /etc/audit/rules.d/.
    Source: Linux audit, auditctl(8).
    """
    return judged(body, paths=("/var/log/audit",), permissions="rwa", what="access to the audit log")
