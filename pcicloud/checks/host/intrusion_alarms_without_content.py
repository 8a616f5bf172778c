"""Alarms of intrusion detection must not carry what passed."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.suricata import eve_logs, unreadable


@check(evidence="host.intrusion_detection", when_none=not_applicable("no intrusion detection (suricata) is installed"))
def intrusion_alarms_without_content(body: Json, env: Environment) -> Outcome:
    """Alarms of intrusion detection must not carry what passed.

    Why: an alarm about a card number in clear would else keep the card number, in every log.
    Fix: `payload: no`, `payload-printable: no`, `packet: no` and `http-body: no` at each alert in suricata.yaml.
    Source: Suricata user guide, Eve JSON Output, alert.
    """
    if unreadable(body):
        return unknown("suricata.yaml could not be read")
    carrying = [f"{one.filetype}: {word}" for one in eve_logs(body) if one.enabled for word in one.content]
    if carrying:
        return failed(f"alerts carry what passed ({carrying[0]})")
    return passed("alerts tell of a packet without its content")
