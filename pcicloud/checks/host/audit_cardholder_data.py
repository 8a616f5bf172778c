"""Every access to cardholder data must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, unknown
from pcicloud.reading.audit_rules import judged


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_cardholder_data(body: Json, env: Environment) -> Outcome:
    """Every access to cardholder data must be written down.

    Why: it is what a thief comes for, and who read it must be known afterwards.
    Fix: watch the folder with `-p rwa`; name it in `cardholder_data_paths` in environment.yaml, or say `none` there.
    Source: Linux audit, auditctl(8).
    """
    named = str(env.parameters.get("cardholder_data_paths", "")).split(",")
    paths = tuple(path.strip().rstrip("/") for path in named if path.strip())
    if not paths:
        return unknown("environment.yaml does not say which paths hold cardholder data (cardholder_data_paths)")
    if paths == ("none",):
        return not_applicable("environment.yaml says that no path on hosts holds cardholder data")
    return judged(body, paths=paths, permissions="rwa", what="access to cardholder data")
