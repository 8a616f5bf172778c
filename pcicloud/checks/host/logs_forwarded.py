"""Logs must be sent to another machine."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content, lines, pairs
from pcicloud.reading.rsyslog import forwards


@check(evidence="host.logging", when_none=failed("nothing is known of the logs"))
def logs_forwarded(body: Json, env: Environment) -> Outcome:
    """Logs must be sent to another machine.

    Why: who takes this host can change its logs, but not those that have left it.
    Fix: an omfwd action in /etc/rsyslog.d/ to your log server (the role `logging` does), or systemd-journal-upload.
    Source: rsyslog documentation, omfwd; journal-upload.conf(5).
    """
    sent = [one.target for one in forwards(body["rsyslog"]) if one.target not in ("localhost", "127.0.0.1", "::1", "")]
    upload = pairs(lines(content(body["journal_upload"])), between="=").get("url", "")
    if not sent and not upload:
        return failed("logs stay on this host")
    return passed(f"logs are sent to {', '.join([*sent, *([upload] if upload else [])])}")
