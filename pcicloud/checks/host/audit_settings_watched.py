"""Changes of what is logged, and by whom, must be written down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.audit_rules import judged

FILES = ("/etc/audit", "/etc/rsyslog.conf", "/etc/rsyslog.d")
TOOLS = ("/usr/sbin/auditctl", "/usr/sbin/auditd")


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_settings_watched(body: Json, env: Environment) -> Outcome:
    """Changes of what is logged, and by whom, must be written down.

    Why: switching the log off is the first thing that an intruder does.
    Fix: watch /etc/audit, /etc/rsyslog.conf, /etc/rsyslog.d and the tools auditctl and auditd with `-p wa` (x for
      tools).
    Source: Linux audit, auditctl(8).
    """
    files = judged(body, paths=FILES, what="a change of what is logged")
    tools = judged(body, paths=TOOLS, permissions="x", what="starting and stopping of the log")
    return files if files.verdict != "pass" else tools
