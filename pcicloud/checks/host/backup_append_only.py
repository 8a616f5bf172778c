"""Who hands over backups must not be able to delete or alter them."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import content
from pcicloud.reading.modes import loose, told


@check(evidence="host.backup_store", when_none=not_applicable("this host takes no backups of others"))
def backup_append_only(body: Json, env: Environment) -> Outcome:
    """Who hands over backups must not be able to delete or alter them.

    Why: who takes over a server takes its backups away first.
    Fix: one forced command for the backup accounts, `rclone serve restic --append-only` (or `borg serve
      --append-only`).
    Source: rclone documentation, rclone serve restic, --append-only; OpenSSH manual sshd_config(5), ForceCommand.
    """
    entrance, command = content(body["entrance"]), content(body["command"])
    forced = re.search(r"(?mi)^\s*ForceCommand\s+(\S+)", entrance)
    if not forced:
        return failed("no command is forced on who hands over backups, so it may do anything there")
    if not re.search(r"(?m)^[^#]*\bserve\b.*--append-only\b", command):
        return failed(f"{forced[1]} does not serve --append-only, so backups can be deleted from outside")
    wrong = loose([stat for stat in body["found"] if stat["path"] == forced[1]], 0o755)
    if wrong:
        return failed(told(wrong))
    return passed(f"who hands over backups may only run {forced[1]}, which deletes nothing")
