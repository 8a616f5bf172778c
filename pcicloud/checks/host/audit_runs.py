"""The audit daemon must run."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.units import runs


@check(evidence="host.services", when_none=failed("no list of services could be read"))
def audit_runs(body: Json, env: Environment) -> Outcome:
    """The audit daemon must run.

    Why: without it nothing of what the kernel's audit sees is written down.
    Fix: install auditd and `systemctl enable --now auditd`.
    Source: auditd(8).
    """
    return runs(body, "auditd.service", what="the audit daemon")
