"""SSH's private keys and settings must be closed."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import told


@check(evidence="host.file_modes", when_none=failed("no files could be looked at"))
def ssh_key_modes(body: Json, env: Environment) -> Outcome:
    """SSH's private keys and settings must be closed.

    Why: who reads a host's key can pretend to be the host; who writes authorized_keys can log in.
    Fix: 0600 for private keys, 0644 at most for authorized_keys and sshd_config, 0700 for ~/.ssh.
    Source: OpenSSH manual sshd(8), FILES.
    """
    found = [reason for stat in body["ssh"] if (reason := _wrong(stat))]
    if not body["ssh"]:
        return not_applicable("neither keys nor settings of SSH are there")
    if found:
        return failed(told(found))
    return passed(f"{len(body['ssh'])} keys and settings of SSH are closed")


def _wrong(stat: Json) -> str:
    name, mode = PurePosixPath(stat["path"]).name, int(stat["mode"], 8)
    private = re.fullmatch(r"ssh_host_.*_key|id_[a-z0-9_]+", name) is not None
    if stat["type"] == "link":
        return ""
    if stat["path"].startswith("/etc/") and stat["owner"] != "root":
        return f"{stat['path']} belongs to {stat['owner']}"
    if mode & (0o077 if private else 0o022):
        return f"{stat['path']} has mode {stat['mode']}"
    return ""
