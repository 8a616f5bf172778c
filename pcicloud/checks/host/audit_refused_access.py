"""Access to files that was refused must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.audit_rules import judged

CALLS = ("open", "openat", "creat", "truncate", "ftruncate")


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_refused_access(body: Json, env: Environment) -> Outcome:
    """Access to files that was refused must be written down.

    Why: somebody who looks where they may not is seen by it.
    Fix: add rules for open, openat, creat, truncate and ftruncate with `-F exit=-EACCES` and `-F exit=-EPERM`.
    Source: Linux audit, auditctl(8), audit.rules(7).
    """
    for error in ("EACCES", "EPERM"):
        outcome = judged(body, calls=CALLS, fields=(f"exit=-{error}",), what=f"access that was refused ({error})")
        if outcome.verdict != "pass":
            return outcome
    return passed("access to files that was refused is written down")
