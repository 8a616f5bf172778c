"""The audit log must not stop in silence, nor throw away what is new."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content, lines, pairs

LOUD = ("email", "exec", "syslog", "single", "halt", "rotate")
ACTIONS = ("space_left_action", "admin_space_left_action", "disk_full_action", "disk_error_action")


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_log_full(body: Json, env: Environment) -> Outcome:
    """The audit log must not stop in silence, nor throw away what is new.

    Why: an intruder fills the disk, and then nothing is written any more.
    Fix: in auditd.conf, max_log_file_action = keep_logs or rotate, and for space and disk errors email, exec, syslog,
      single or halt.
    Source: Linux audit, auditd.conf(5).
    """
    said = pairs(lines(content(body["settings"])), between="=")
    quiet = [
        f"{name} is {said.get(name, 'not set')}" for name in ACTIONS if not said.get(name, "").lower().startswith(LOUD)
    ]
    if quiet:
        return failed(f"the audit log would stop in silence: {', '.join(quiet)}")
    if said.get("max_log_file_action", "rotate").lower() not in ("keep_logs", "rotate"):
        return failed(f"max_log_file_action is {said['max_log_file_action']}, so the log stops growing")
    return passed("somebody learns of it before the audit log is full")
