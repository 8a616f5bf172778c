"""System objects that are made or deleted must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.audit_rules import judged

CALLS = ("unlink", "unlinkat", "rename", "renameat", "init_module", "finit_module", "delete_module", "mount")


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_objects(body: Json, env: Environment) -> Outcome:
    """System objects that are made or deleted must be written down.

    Why: malware comes as a new file or module, and covers its tracks by deleting.
    Fix: add rules for unlink, unlinkat, rename, renameat, init_module, finit_module and delete_module.
    Source: Linux audit, auditctl(8), audit.rules(7).
    """
    return judged(body, calls=CALLS, what="making or deleting of system objects")
