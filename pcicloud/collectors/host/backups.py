"""Backups that this host hands over: how the newest ended, whether one was restored, and who may read the keys."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import files, stats
from pcicloud.model.sighting import Seen

# Results tell counts and hashes, never the content of a backup.
RESULTS = "/var/lib/pcicloud-backup/results/*.json"
WANTED = r'"(?:at|backup_of|kind|reason|schema|verdict|dump_equal|loaded_equal|files_equal|files|snapshots)"'
KEYS = (
    "/etc/pcicloud/backup",
    "/etc/pcicloud/backup/*",
    "/etc/pcicloud/backup_passwords",
    "/etc/pcicloud/backup_passwords/*",
)
PROGRAM = ("/usr/local/sbin/pcicloud-backup",)


@collector(where="host", asks=(files(RESULTS, lines=WANTED), stats(*KEYS), stats(*PROGRAM)))
def backups(host: HostAnswers) -> Iterator[Seen]:
    """Backups that this host hands over: how the newest ended, whether one was restored, and who may read the keys."""
    results, keys, program = host.files(RESULTS, lines=WANTED), host.stats(*KEYS), host.stats(*PROGRAM)
    if results or keys or program:
        yield Seen("backups", {"results": results, "keys": keys, "program": program})
