"""The rules of intrusion detection must be of late."""

from __future__ import annotations

from fnmatch import fnmatch

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.moments import whole_days
from pcicloud.reading.suricata import rule_counts, rule_files, unreadable


@check(evidence="host.intrusion_detection", when_none=not_applicable("no intrusion detection (suricata) is installed"))
def intrusion_rules_fresh(body: Json, env: Environment, *, days_max: int) -> Outcome:
    """The rules of intrusion detection must be of late.

    Why: an attack of this month is not in the rules of last year.
    Fix: fetch a rule set every day (suricata-update), or lay the files of a vendor into /etc/suricata/vendor.
    Source: Suricata user guide, Rule Management with Suricata-Update.
    """
    if unreadable(body):
        return unknown("suricata.yaml could not be read")
    named = rule_files(body)
    counts = {
        path: count for path, count in rule_counts(body).items() if count and any(fnmatch(path, n) for n in named)
    }
    bought = [stat for stat in body["found"] if stat["path"] in counts and not stat["path"].endswith("/pcicloud.rules")]
    if not bought:
        return failed("there is no rule set of known attacks, only rules of the environment's own")
    newest = max(bought, key=lambda stat: stat["modified_at"])
    days = whole_days(newest["modified_at"], env.as_of)
    if days > days_max:
        return failed(f"the newest rules ({newest['path']}) are {days} days old, {days_max} at most are wanted")
    return passed(f"the newest rules are {days} days old")
