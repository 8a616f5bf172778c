"""Logs must be watched for changes of what they already hold."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.aide import left_out

WANTED = ("/var/log/auth.log", "/var/log/syslog", "/var/log/audit/audit.log")


@check(evidence="host.file_integrity", when_none=failed("nothing watches over files"))
def integrity_covers_logs(body: Json, env: Environment) -> Outcome:
    """Logs must be watched for changes of what they already hold.

    Why: with `growing` (or S) alone a log may be written anew, as long as it does not get shorter; with a hash, AIDE
      compares the part that was there before.
    Fix: a rule for /var/log/ in /etc/aide/aide.conf.d/ with `growing` and a hash, such as Debian's ActLog.
    Source: AIDE manual aide.conf(5), selection lines, growing.
    """
    if not body["aide"]:
        return failed("AIDE has no configuration")
    missing = left_out(body["aide"], WANTED)
    if missing:
        return failed(f"AIDE keeps no hash of {', '.join(missing)}, so a changed line goes unseen")
    return passed("AIDE compares what the logs already hold")
