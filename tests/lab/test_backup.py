"""What the roles `backup_server` and `backup_client` bring about, seen from inside a living lab.

`run(host, command)` runs a command as root on a machine of the lab, over SSH, and gives its end (returncode, stdout).
Needed machines: db1 with PostgreSQL, log, backup.
"""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from tests.lab.acting import Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]

CLIENTS = ("db1", "log")  # one of databases, one of logs
ALL = ("db1", "db2", "log")
RESTIC = (
    "restic --password-file /etc/pcicloud/backup/password --cache-dir /var/cache/pcicloud-backup"
    " -o rclone.program='ssh -F /etc/pcicloud/backup/ssh_config backup' -o rclone.args='serve restic --stdio'"
)


def test_a_backup_is_made(run: Run) -> None:
    """Fails where the server's drop-in for sshd is gone, the flow is shut, or the client's password is another one."""
    for client in CLIENTS:
        before = _snapshots(run, client)
        assert run(client, "systemctl start pcicloud-backup.service").returncode == 0
        result = _newest(run, client, "backup")
        assert result["verdict"] == "pass", result
        assert result["files"] > 50, result
        assert len(_snapshots(run, client)) >= len(before) + len(result["snapshots"])


def test_nothing_readable_lies_at_the_backup_server(run: Run) -> None:
    """Fails where files are copied instead of backed up, or the client's password lies on the backup server."""
    for client in CLIENTS:
        hashed = run(client, "tr -d '\\n' < /etc/pcicloud/backup/password | sha256sum | cut -d' ' -f1").stdout.strip()
        assert run(client, "tr -d '\\n' < /etc/pcicloud/backup/password | wc -c").stdout.strip() == "64"
        folder = f"/srv/backups/{client}"
        assert run("backup", f"find {folder} -type f -size +0 | grep -q .").returncode == 0
        for text in ("root:x:0:0", "PostgreSQL database cluster dump", "Written by pcicloud"):
            assert run("backup", f"grep -rqF '{text}' {folder}").returncode == 1, text
        words = (
            "grep -rhoE '[0-9a-f]{64}' /etc /root /home /srv/backups /var/lib/pcicloud* /var/log 2>/dev/null | sort -u"
        )
        found = run("backup", f"{words} | while read -r word; do printf %s $word | sha256sum; done").stdout
        assert hashed not in found, "the password of the backups lies beside them"


def test_a_restore_proves_itself(run: Run) -> None:
    """Fails where the newest backup is too old, was damaged, or does not hold what was there when it was made."""
    for client in CLIENTS:
        run(client, "systemctl start pcicloud-backup.service")
        assert run(client, "systemctl start pcicloud-restore-test.service").returncode == 0
        result = _newest(run, client, "restore-test")
        assert result["verdict"] == "pass", result
        assert result["files_equal"] > 50, result
        if client == "db1":
            assert result["dump_equal"], result
            assert result["loaded_equal"], result
        assert run(client, "ls -A /var/lib/pcicloud-restore").stdout.strip() == "", "what was restored is gone again"


def test_a_damaged_backup_fails_the_restore_test(run: Run) -> None:
    """Fails where the restore test compares nothing: a byte in each pack of the newest backup is turned over meanwhile."""
    run("db1", "systemctl start pcicloud-backup.service")
    packs = "find /srv/backups/db1/*/data -type f"
    run("backup", "cp -a /srv/backups/db1 /root/effect")
    try:
        run(
            "backup",
            f"{packs} | while read -r one; do printf X | dd of=$one bs=1 seek=40 conv=notrunc status=none; done",
        )
        assert run("db1", "systemctl start pcicloud-restore-test.service").returncode != 0
        assert _newest(run, "db1", "restore-test")["verdict"] == "fail"
    finally:
        run("backup", "rm -rf /srv/backups/db1 && mv /root/effect /srv/backups/db1")
        run("db1", "systemctl reset-failed pcicloud-restore-test.service")
    assert run("db1", "systemctl start pcicloud-restore-test.service").returncode == 0


def test_a_client_deletes_nothing(run: Run) -> None:
    """Fails where `--append-only` is taken from pcicloud-take-backups."""
    for client in CLIENTS:
        run(client, "systemctl start pcicloud-backup.service")
        period = _newest(run, client, "backup")["period"]
        before = _snapshots(run, client)
        files = run("backup", f"find /srv/backups/{client} -type f -not -path '*/locks/*' | sort").stdout
        assert files
        for words in (
            f"forget --prune {before[-1]}",
            "forget --keep-last 1 --group-by '' --prune",
            "prune --max-unused 0",
        ):
            run(client, f"timeout 15 {RESTIC} -r rclone:{period} {words}")  # it tries again and again
            assert _snapshots(run, client) == before, f"a backup is gone after: {words}"
        still = run("backup", f"find /srv/backups/{client} -type f").stdout.split()
        assert set(files.split()) <= set(still), "files of backups are gone"


def test_a_client_overwrites_nothing(run: Run) -> None:
    """Fails where `--append-only` is taken from pcicloud-take-backups: then `init` would not be refused by the server."""
    period = _newest(run, "db1", "backup")["period"]
    before = run("backup", f"sha256sum /srv/backups/db1/{period}/config").stdout
    assert before
    assert run("db1", f"{RESTIC} -r rclone:{period} init").returncode != 0
    assert run("backup", f"sha256sum /srv/backups/db1/{period}/config").stdout == before


def test_a_client_runs_no_other_command(run: Run) -> None:
    """Fails where ForceCommand is taken from the drop-in, or a period may hold a slash."""
    ssh = "ssh -F /etc/pcicloud/backup/ssh_config"
    for command in (
        "id",
        "rm -rf /srv/backups/db1",
        "sh -c id",
        "x ../log/2026",
        "x /srv/backups/log/2026",
        "x 2026-11;id",
    ):
        done = run("db1", f"timeout 20 {ssh} backup {shlex.quote(command)} </dev/null")
        assert done.returncode != 0, command
        assert "uid=" not in done.stdout, command
    assert run("db1", f"timeout 20 {ssh} backup </dev/null").returncode != 0, "a shell"
    assert run("db1", f"timeout 20 {ssh} -s backup sftp </dev/null").returncode != 0, "sftp"
    assert run(
        "db1", f"timeout 20 {ssh} -N -o ExitOnForwardFailure=yes -R 9999:127.0.0.1:22 backup"
    ).returncode not in (0, 124)
    assert run("backup", "test -d /srv/backups/db1").returncode == 0


def test_the_key_of_one_client_opens_from_nowhere_else(run: Run) -> None:
    """Two things hold it: `from=` before the key, and the address in the server's settings. Fails where both are gone."""
    file, client = (
        "/etc/ssh/backup_clients/backup-db1",
        "ssh -F /etc/pcicloud/backup/ssh_config -l backup-db1 backup id </dev/null",
    )
    key = run("log", "cut -d' ' -f1,2 /etc/pcicloud/backup/ssh_key.pub").stdout.strip()
    run("backup", f"cp -p {file} /root/effect && echo {shlex.quote(_from(run, 'backup-db1') + ' ' + key)} > {file}")
    refused = run("log", client).returncode
    run("backup", f"echo {shlex.quote(_from(run, 'backup-log') + ' ' + key)} > {file}")
    let_in = run("log", client).returncode
    run("backup", f"cat /root/effect > {file}; rm /root/effect")
    assert (refused, let_in) == (255, 255), "255: no way in; 2: in, and `id` is no period"


def _from(run: Run, account: str) -> str:
    return run("backup", f"cut -d' ' -f1 /etc/ssh/backup_clients/{account}").stdout.strip()


def test_other_people_stay_out(run: Run) -> None:
    """Fails where backup-clients has other members, or AllowGroups no longer names administrators alone beside it."""
    members = run("backup", "getent group backup-clients | cut -d: -f4").stdout.strip().split(",")
    assert sorted(members) == sorted(f"backup-{client}" for client in ALL)
    groups = run("backup", "sshd -T | grep -i ^allowgroups | cut -d' ' -f2").stdout.split()
    assert sorted(groups) == ["administrators", "backup-clients"]
    for client in ALL:
        assert run("backup", f"passwd --status backup-{client} | cut -d' ' -f2").stdout.strip() == "L"
        other = next(one for one in ALL if one != client)
        assert run("backup", f"runuser -u backup-{client} -- ls /srv/backups/{other}").returncode != 0


def test_old_periods_are_forgotten_by_the_server_alone(run: Run) -> None:
    """Fails where pcicloud-forget-backups keeps for ever, or removes the newest period."""
    folder = "/srv/backups/db1"
    run(
        "backup",
        f"mkdir -p {folder}/2020-01 {folder}/2020-02 && touch -d '-60 days' {folder}/2020-01/x && touch -d '-10 days' {folder}/2020-02/x",
    )
    assert run("backup", "systemctl start pcicloud-forget-backups.service").returncode == 0
    found = run("backup", f"ls {folder}").stdout.split()
    run("backup", f"rm -rf {folder}/2020-02")
    assert "2020-01" not in found, "it is older than it has to be"
    assert "2020-02" in found
    assert len(found) > 1, "the running period"


def _newest(run: Run, client: str, kind: str) -> dict[str, Any]:
    said = run(client, f"cat $(ls /var/lib/pcicloud-backup/results/*.{kind}.json | tail -n 1)").stdout
    found: dict[str, Any] = json.loads(said)
    return found


def _snapshots(run: Run, client: str) -> list[str]:
    period = run(
        client,
        'date -u +$(python3 -c \'import json; print(json.load(open("/etc/pcicloud/backup/settings.json"))["period"])\')',
    ).stdout.strip()
    said = run(client, f"{RESTIC} -r rclone:{period} snapshots --json --no-lock").stdout
    return [one["id"] for one in json.loads(said)] if said.strip().startswith("[") else []
