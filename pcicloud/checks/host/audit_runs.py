"""The audit daemon must run."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, Verdict, failed, unknown
from pcicloud.reading.units import enabled, runs

UNIT = "auditd.service"


@check(evidence="host.services", when_none=failed("no list of services could be read"), beside=("host.audit",))
def audit_runs(body: Json, env: Environment, *, audit: tuple[Json, ...]) -> Outcome:
    """The audit daemon must run.

    Why: without it nothing of what the kernel's audit sees is written down.
    Fix: install auditd and `systemctl enable --now auditd`.
    Source: auditd(8).
    """
    outcome = runs(body, UNIT, what="the audit daemon")
    is_shared = any(one["kernel"] == "shared" for one in audit)
    if outcome.verdict is Verdict.FAIL and is_shared and UNIT in enabled(body):
        return unknown("the kernel is shared with other machines, so the audit daemon can't run here")
    return outcome
