"""The newest backup must be recent and have ended well."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.backup_results import newest

HOURS_MAX = 36  # a day, and half a one for what runs late


@check(evidence="host.backups", when_none=not_applicable("this host hands over no backups of its own"))
def backup_runs(body: Json, env: Environment) -> Outcome:
    """The newest backup must be recent and have ended well.

    Why: a backup that stopped weeks ago is noticed on the day on which it is needed.
    Fix: look why pcicloud-backup.service failed (`journalctl -u pcicloud-backup`), and leave its timer enabled.
    Source: pcicloud's role backup_client; NIST SP 800-34 Rev. 1, section 3.4.
    """
    if not body["program"] and not body["results"]:
        return not_applicable("this host hands over no backups of its own")
    found = newest(body["results"], "backup")
    if found is None:
        return failed("no backup was ever made")
    hours = (env.as_of - found.at).total_seconds() / 3600
    if found.verdict != "pass":
        return failed(f"the newest backup, of {found.at:%Y-%m-%d %H:%MZ}, failed: {found.reason}")
    if hours > HOURS_MAX:
        return failed(f"the newest backup is of {found.at:%Y-%m-%d %H:%MZ}, {hours:.0f} hours ago")
    return passed(f"the newest backup, of {found.at:%Y-%m-%d %H:%MZ}, ended well")
