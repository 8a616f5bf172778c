"""Logins, and those that fail, must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.audit_rules import judged

PATHS = ("/var/log/lastlog", "/var/log/btmp", "/var/log/wtmp", "/var/run/faillock")


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_logins(body: Json, env: Environment) -> Outcome:
    """Logins, and those that fail, must be written down.

    Why: guessing shows in failed logins first.
    Fix: watch /var/log/lastlog, /var/log/faillog, /var/log/btmp and /var/run/faillock with `-p wa`.
    Source: Linux audit, auditctl(8); pam_faillock(8).
    """
    return judged(body, paths=PATHS, what="a login")
