"""Changes of the clock must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.audit_rules import judged

CALLS = ("adjtimex", "settimeofday", "clock_settime")


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_time(body: Json, env: Environment) -> Outcome:
    """Changes of the clock must be written down.

    Why: who changes the clock changes what every log says.
    Fix: add rules for adjtimex, settimeofday and clock_settime, and watch /etc/localtime.
    Source: Linux audit, auditctl(8).
    """
    return judged(body, paths=("/etc/localtime",), calls=CALLS, what="a change of the clock")
