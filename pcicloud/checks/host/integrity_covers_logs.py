"""Logs must be watched for changes of what they already hold."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.aide import GROWING, HASHES, left_out

WANTED = ("/var/log/auth.log", "/var/log/syslog", "/var/log/audit/audit.log")


@check(evidence="host.file_integrity", when_none=failed("nothing watches over files"))
def integrity_covers_logs(body: Json, env: Environment) -> Outcome:
    """Logs must be watched for changes of what they already hold.

    Why: a log that gets shorter, or another owner, was altered.
    Fix: a rule for /var/log/ in /etc/aide/aide.conf.d/ with `growing` (or S), or with a hash.
    Source: AIDE manual aide.conf(5), selection lines, growing size.
    """
    if not body["aide"]:
        return failed("AIDE has no configuration")
    missing = left_out(body["aide"], WANTED, HASHES | GROWING)
    if missing:
        return failed(f"AIDE does not watch what is in {', '.join(missing)}")
    return passed("AIDE watches the logs")
