"""Alarms of intrusion detection must leave the host at once."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.suricata import eve_logs, unreadable


@check(evidence="host.intrusion_detection", when_none=not_applicable("no intrusion detection (suricata) is installed"))
def intrusion_alarms_sent(body: Json, env: Environment) -> Outcome:
    """Alarms of intrusion detection must leave the host at once.

    Why: an alarm that lies in a file of the sensor wakes nobody.
    Fix: an eve-log with `filetype: syslog` and the type alert in suricata.yaml.
    Source: Suricata user guide, Eve JSON Output, filetype.
    """
    if unreadable(body):
        return unknown("suricata.yaml could not be read")
    blocks = eve_logs(body)
    sent = [one for one in blocks if one.filetype in ("syslog", "unix_stream", "unix_dgram", "redis")]
    if not any(one.enabled and "alert" in one.types for one in sent):
        return failed("no eve-log sends alerts on (filetype syslog)")
    return passed(f"alerts go on by {', '.join(dict.fromkeys(one.filetype for one in sent))}")
