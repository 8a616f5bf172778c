"""The keys of backups must be root's alone."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import loose, told

OPEN = ("known_hosts", "ssh_config", "ssh_key.pub")


@check(evidence="host.backups", when_none=not_applicable("no keys of backups are here"))
def backup_keys_locked(body: Json, env: Environment) -> Outcome:
    """The keys of backups must be root's alone.

    Why: who has the key reads every backup, wherever it lies.
    Fix: `chmod 0700` for /etc/pcicloud/backup, 0600 for the password and the key in it; root as owner.
    Source: pcicloud's role backup_client; restic documentation, Preparing a new repository (password file).
    """
    keys = [stat for stat in body["keys"] if stat["path"].rsplit("/", 1)[-1] not in OPEN]
    if not keys:
        return not_applicable("no keys of backups are here")
    wrong = loose(keys, 0o600)
    if wrong:
        return failed(told(wrong))
    return passed(f"{len(keys)} keys of backups and their folders are root's alone")
