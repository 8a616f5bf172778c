"""A log daemon that writes files, or sends on, must run."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.units import runs


@check(evidence="host.services", when_none=failed("no list of services could be read"))
def log_collection_runs(body: Json, env: Environment) -> Outcome:
    """A log daemon that writes files, or sends on, must run.

    Why: messages that nobody takes are lost.
    Fix: `systemctl enable --now rsyslog`.
    Source: rsyslogd(8); systemd-journal-upload(8).
    """
    return runs(
        body,
        "rsyslog.service",
        "syslog-ng.service",
        "systemd-journal-upload.service",
        "fluent-bit.service",
        what="a log daemon",
    )
