"""Stored logs must be kept for long enough, and the latest at hand."""

from __future__ import annotations

import json

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.lines import content


@check(evidence="host.log_store", when_none=not_applicable("this host stores no logs of others"))
def log_store_kept(body: Json, env: Environment, *, days_min: int, days_at_hand_min: int) -> Outcome:
    """Stored logs must be kept for long enough, and the latest at hand.

    Why: many break-ins are found out only months later.
    Fix: keep_days and at_hand_days in /etc/pcicloud/logs.json (log_server_keep_days, log_server_at_hand_days).
    Source: pcicloud's role log_server.
    """
    said = json.loads(content(body["settings"]) or "{}")
    kept, at_hand = said.get("keep_days"), said.get("at_hand_days")
    if kept is None or at_hand is None:
        return unknown("what keeps the stored logs is not known here (/etc/pcicloud/logs.json)")
    if kept < days_min:
        return failed(f"stored logs are kept for {kept} days, {days_min} are required")
    if at_hand < days_at_hand_min:
        return failed(f"stored logs are at hand for {at_hand} days, {days_at_hand_min} are required")
    return passed(f"stored logs are kept for {kept} days, {at_hand} of them at hand")
