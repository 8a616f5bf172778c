"""Each account that hands over backups must be held to its own, by key and from its own address."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.lines import content, lines
from pcicloud.reading.modes import loose, told

WANTED = ("permittty no", "allowtcpforwarding no")


@check(
    evidence="host.backup_store",
    when_none=not_applicable("this host takes no backups of others"),
    beside=("host.ssh_keys",),
)
def backup_accounts_limited(body: Json, env: Environment, *, ssh_keys: tuple[Json, ...]) -> Outcome:
    """Each account that hands over backups must be held to its own, by key and from its own address.

    Why: one server that falls must not open the backups of the others.
    Fix: for each account a folder with 0700, a key with from= and restrict in a file of root's, no terminal and no
      forwarding.
    Source: OpenSSH manual sshd(8), AUTHORIZED_KEYS FILE FORMAT; sshd_config(5).
    """
    folders = [stat for stat in body["found"] if stat["path"].startswith("/srv/backups/")]
    wrong = [reason for stat in folders if (reason := _open(stat))]
    wrong += loose([one for one in body["found"] if one["path"].startswith("/etc/ssh/backup_clients/")], 0o644)
    entrance = content(body["entrance"]).lower()
    wrong += [f"the entrance lacks `{line}`" for line in WANTED if line not in entrance]
    for keys in ssh_keys:
        for file in keys["let_in"]:
            if file["path"].startswith("/etc/ssh/backup_clients/"):
                bad = [line for line in lines(content(file)) if "restrict" not in line or "from=" not in line]
                wrong += [f"{file['path']} lets a key in from everywhere or for more than backups"] * bool(bad)
    if wrong:
        return failed(told(wrong))
    if not folders:
        return unknown("no folder of a client is there yet")
    return passed(f"{len(folders)} accounts are held to their own backups")


def _open(stat: Json) -> str:
    if int(stat["mode"], 8) & 0o077:
        return f"{stat['path']} has mode {stat['mode']} (0700 is wanted)"
    return f"{stat['path']} belongs to root, so no client's account is held to it" if stat["owner"] == "root" else ""
