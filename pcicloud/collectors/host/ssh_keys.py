"""The keys that SSH lets in and those by which the host proves itself: their kind and length, and who may add one."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import each, files, stats
from pcicloud.model.sighting import Seen

PLACES = (
    "/etc/ssh/authorized_keys.d/*",
    "/etc/ssh/backup_clients/*",
    "/home/*/.ssh/authorized_keys",
    "/root/.ssh/authorized_keys",
    "/var/lib/*/.ssh/authorized_keys",
)
HOST_KEYS = "/etc/ssh/ssh_host_*_key.pub"
FOLDERS = ("/etc/ssh/authorized_keys.d", "/etc/ssh/backup_clients")
SHOW = ("ssh-keygen", "-l", "-f")


@collector(
    where="host",
    asks=(
        *(each(place, *SHOW) for place in (*PLACES, HOST_KEYS)),
        *(files(place) for place in PLACES),
        stats(*PLACES, *FOLDERS),
    ),
)
def ssh_keys(host: HostAnswers) -> Iterator[Seen]:
    """The keys that SSH lets in and those by which the host proves itself: their kind and length, who may add one."""
    shown = [said for place in (*PLACES, HOST_KEYS) for said in host.each(place)]
    if shown:
        let_in = [one for place in PLACES for one in host.files(place)]
        yield Seen("SSH keys", {"shown": shown, "let_in": let_in, "found": host.stats(*PLACES, *FOLDERS)})
