"""Logs must be sent to another machine."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.lines import content, lines, pairs
from pcicloud.reading.rsyslog import LOGINS, Forward, forwards
from pcicloud.reading.units import enabled

ITSELF = re.compile(r"(?:https?://)?\[?(?:localhost|127\.[\d.]+|::1|0\.0\.0\.0|)\]?(?::\d+)?/?", re.IGNORECASE)


@check(evidence="host.logging", when_none=failed("nothing is known of the logs"), beside=("host.services",))
def logs_forwarded(body: Json, env: Environment, *, services: tuple[Json, ...]) -> Outcome:
    """Logs must be sent to another machine.

    Why: who takes this host can change its logs, but not those that have left it.
    Fix: an omfwd action for `*.*`, or at least for `auth,authpriv.*`, in /etc/rsyslog.d/ to your log server (the role
      `logging` does), or systemd-journal-upload; the service that sends starts at boot.
    Source: rsyslog documentation, omfwd, Selectors; journal-upload.conf(5).
    """
    units = {unit for one in services for unit in enabled(one)}
    upload = pairs(lines(content(body["journal_upload"])), between="=").get("url", "")
    if not ITSELF.fullmatch(upload) and "systemd-journal-upload.service" in units:
        return passed(f"the journal is sent to {upload}")
    sent = [one for one in forwards(body["rsyslog"]) if not ITSELF.fullmatch(one.target)]
    if sent and "rsyslog.service" in units:
        return _rsyslog(sent)
    if sent or not ITSELF.fullmatch(upload):
        return failed("logs stay on this host: what would send them does not start at boot")
    return failed("logs stay on this host")


def _rsyslog(sent: list[Forward]) -> Outcome:
    known = [one for one in sent if not re.search(r"[$%{`]", one.target)]
    taken = {facility for one in known for facility in one.logins or ()}
    if taken >= LOGINS:
        return passed(f"logs are sent to {', '.join(dict.fromkeys(one.target for one in known))}")
    if len(known) < len(sent):
        return unknown("the name of the log server is made up of variables, so where logs go is not known")
    if any(one.logins is None for one in sent):
        return unknown("a filter, block or ruleset decides which messages are sent, and what it takes is not known")
    return failed(f"messages of {', '.join(sorted(LOGINS - taken))} stay on this host")
