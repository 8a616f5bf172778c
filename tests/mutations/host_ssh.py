"""A real sshd in a private network, looked at through Ansible; prints what each host answered as JSON.

Run by `test_host_ssh.py` as `unshare --mount --net --pid --fork --kill-child --mount-proc python host_ssh.py TREE
HOME`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from pcicloud.host import HostAnswers, look_many
from pcicloud.model.asking import command, file, shadow
from pcicloud.model.environment import HostPlace
from tests.mutations.host_room import Room

PORT = 2222


def wait_for_port() -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("sshd did not start")


def leftovers(room: Room) -> set[str]:
    """The files where something that ran there would leave its traces."""
    return {str(path) for folder in ("root", "tmp", "home/hanako") for path in (room.root / folder).rglob("*")}


def main() -> None:
    tree, home = Path(sys.argv[1]), Path(sys.argv[2])
    room = Room(tree, tree.parent / "mount")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / "key")], check=True)
    public = (home / "key.pub").read_text()
    host_key = room.at("/etc/ssh/ssh_host_ed25519_key.pub").read_text()
    (home / "known_hosts").write_text(f"[127.0.0.1]:{PORT} {host_key}[127.0.0.2]:{PORT} {public}")
    # The user's settings stand in for ~/.ssh: laid over the system's file, in this mount namespace only.
    (home / "config").write_text(f"Host *\n  IdentityFile {home}/key\n  UserKnownHostsFile {home}/known_hosts\n")
    subprocess.run(["mount", "--bind", str(home / "config"), "/etc/ssh/ssh_config"], check=True)
    server_settings = f"Port {PORT}\nHostKey /etc/ssh/ssh_host_ed25519_key\nUsePAM yes\n"
    room.do(
        [
            {"write": {"path": "/root/.ssh/authorized_keys", "text": public, "mode": "0600"}},
            {"write": {"path": "/home/hanako/.ssh/authorized_keys", "text": public, "mode": "0644"}},
            {"write": {"path": "/etc/ssh/lab.conf", "text": server_settings}},
        ]
    )
    room.at("/root/.ssh").chmod(0o700)
    sshd = ["chroot", str(room.root), "/usr/sbin/sshd", "-D", "-f", "/etc/ssh/lab.conf"]
    with subprocess.Popen(sshd) as server:
        wait_for_port()
        before = leftovers(room)
        said = look_many(
            (
                HostPlace(name="as-root", connection="ssh", address=f"127.0.0.1:{PORT}", user="root"),
                HostPlace(name="as-hanako", connection="ssh", address=f"127.0.0.1:{PORT}", user="hanako"),
                HostPlace(name="false-key", connection="ssh", address=f"127.0.0.2:{PORT}", user="root"),
                HostPlace(name="nobody-there", connection="ssh", address="127.0.0.1:9", user="root"),
            ),
            (command("hostname"), file("/etc/login.defs"), shadow(), command("sshd", "-T", root=True)),
        )
        after = leftovers(room)
        server.terminate()
    told = {
        name: {"facts": one.facts.uid, "answers": one.answers}
        if isinstance(one, HostAnswers)
        else {"gap": [one.why, one.reason]}
        for name, one in said.items()
    }
    print(json.dumps({"hosts": told, "left_behind": sorted(after - before)}), flush=True)


if __name__ == "__main__":
    os.environ.pop("SSH_AUTH_SOCK", None)
    main()
