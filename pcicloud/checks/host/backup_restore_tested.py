"""That a backup can be restored must have been tried, with a backup of late."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.backup_results import newest

DAYS_MAX = 31


@check(evidence="host.backups", when_none=not_applicable("this host hands over no backups of its own"))
def backup_restore_tested(body: Json, env: Environment) -> Outcome:
    """That a backup can be restored must have been tried, with a backup of late.

    Why: many backups turn out to be no backups when they are restored for the first time.
    Fix: look why pcicloud-restore-test.service failed, and leave its timer enabled.
    Source: pcicloud's role backup_client; NIST SP 800-34 Rev. 1, section 3.5.
    """
    if not body["program"] and not body["results"]:
        return not_applicable("this host hands over no backups of its own")
    found = newest(body["results"], "restore-test")
    if found is None:
        return failed("no restore was ever tried")
    days = (env.as_of - found.at).days
    if found.verdict != "pass":
        return failed(f"the newest restore, of {found.at:%Y-%m-%d}, failed: {found.reason}")
    if days > DAYS_MAX:
        return failed(f"the newest restore was tried {days} days ago")
    return passed(f"a restore was tried on {found.at:%Y-%m-%d}, and what came back was as it had been")
