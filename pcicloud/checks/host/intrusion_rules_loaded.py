"""Intrusion detection must have rules."""

from __future__ import annotations

from fnmatch import fnmatch

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.suricata import rule_counts, rule_files, unreadable


@check(evidence="host.intrusion_detection", when_none=not_applicable("no intrusion detection (suricata) is installed"))
def intrusion_rules_loaded(body: Json, env: Environment) -> Outcome:
    """Intrusion detection must have rules.

    Why: without rules it sees every packet and knows none.
    Fix: name the files of rules in suricata.yaml (rule-files), and `suricata -T`.
    Source: Suricata user guide, suricata.yaml, rule-files, default-rule-path.
    """
    if unreadable(body):
        return unknown("suricata.yaml could not be read")
    named = rule_files(body)
    if not named:
        return failed("suricata.yaml names no files of rules")
    counts = rule_counts(body)
    rules = sum(count for path, count in counts.items() if any(fnmatch(path, name) for name in named))
    missing = [name for name in named if "*" not in name and name not in counts]
    if missing:
        return failed(f"{missing[0]} is named and not there")
    if not rules:
        return failed(f"the named files hold no rule ({', '.join(named)})")
    return passed(f"{rules} rules are loaded")
