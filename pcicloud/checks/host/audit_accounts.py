"""Changes of accounts and their rights must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.audit_rules import judged

PATHS = ("/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/security/opasswd")


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_accounts(body: Json, env: Environment) -> Outcome:
    """Changes of accounts and their rights must be written down.

    Why: a new or changed account is how somebody stays in.
    Fix: watch the files with `-p wa` in /etc/audit/rules.d/.
    Source: Linux audit, auditctl(8), audit.rules(7).
    """
    return judged(body, paths=PATHS, what="a change of accounts")
