"""A room of its own for breaking hosts: private mounts, network and process ids, and a throw-away layer each time.

Run by `test_host.py` as `unshare --mount --net --pid --fork --kill-child --mount-proc python host_room.py TREE`. It
reads one JSON request a line and writes one answer a line. When its input ends, or it is killed, the kernel takes the
namespaces away and nothing of it is left. With `servers` after TREE the root has the tasks of servers, too.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import yaml

from pcicloud.host import look
from pcicloud.model.environment import Environment, HostPlace
from tests.mutations.judging import judged

HARDENED = Path(__file__).parent / "host" / "hardened.yml"
SERVERS = Path(__file__).parent / "host" / "servers.yml"
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Room:
    """A hardened root, and on top of it a layer that can be broken and thrown away."""

    def __init__(self, tree: Path, mount: Path, books: tuple[Path, ...] = (HARDENED,)) -> None:
        self.tree = tree
        self.mount = mount
        self.root = mount / "root"
        self.sockets: list[socket.socket] = []
        self.children: list[subprocess.Popen[bytes]] = []
        self.layers: list[str] = []
        self.numbers = itertools.count()
        run("mount", "-t", "tmpfs", "room", str(mount))
        run("ip", "link", "set", "lo", "up")
        self.root.mkdir()
        self.add_layer()
        for book in books:
            self.do(yaml.safe_load(book.read_text())["steps"])

    def add_layer(self) -> None:
        """Put a fresh layer on top; what the one below holds stays as it is."""
        lower = ":".join([*reversed(self.layers), str(self.tree)])
        # Never one number twice: what was made append-only in a layer can't be removed with it.
        number = next(self.numbers)
        upper, work = self.mount / f"upper{number}", self.mount / f"work{number}"
        for folder in (upper, work):
            folder.mkdir(mode=0o755)
        options = f"lowerdir={lower},upperdir={upper},workdir={work}"
        run("mount", "-t", "overlay", "overlay", "-o", options, str(self.root))
        self.layers.append(str(upper))
        run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        run("mount", "-t", "tmpfs", "-o", "mode=0755", "run", str(self.root / "run"))
        (self.root / "run/sshd").mkdir()
        for name in DEVICES:
            (self.root / "dev" / name).touch()
            run("mount", "--bind", f"/dev/{name}", str(self.root / "dev" / name))

    def drop_layer(self) -> None:
        """Throw the top layer away, with what listens and runs in it."""
        for one in self.sockets:
            one.close()
        for child in self.children:
            child.kill()
            child.wait()
        self.sockets, self.children = [], []
        run("umount", "--recursive", "--lazy", str(self.root))
        upper = self.layers.pop()
        for folder in (upper, upper.replace("/upper", "/work")):
            shutil.rmtree(folder, ignore_errors=True)

    def do(self, steps: list[dict[str, Any]]) -> None:
        for step in steps:
            ((verb, given),) = step.items()
            getattr(self, f"do_{verb}")(given)

    def do_write(self, given: dict[str, Any]) -> None:
        path = self.at(given["path"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(given.get("text", ""))
        path.chmod(int(str(given.get("mode", "0644")), 8))

    def do_append(self, given: dict[str, Any]) -> None:
        with self.at(given["path"]).open("a") as file:
            file.write(given["text"])

    def do_replace(self, given: dict[str, Any]) -> None:
        path = self.at(given["path"])
        text = path.read_text()
        assert given["old"] in text, f"{given['old']!r} is not in {given['path']}"
        path.write_text(text.replace(given["old"], given["new"]))

    def do_remove(self, path: str) -> None:
        place = self.at(path)
        shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink()

    def do_folder(self, path: str) -> None:
        self.at(path).mkdir(parents=True, exist_ok=True)

    def do_chmod(self, given: dict[str, Any]) -> None:
        self.at(given["path"]).chmod(int(str(given["mode"]), 8))

    def do_chown(self, given: dict[str, Any]) -> None:
        os.chown(self.at(given["path"]), int(given["uid"]), int(given.get("gid", 0)))

    def do_age(self, given: dict[str, Any]) -> None:
        """Make a file look as if it was written some days ago."""
        seconds = (datetime.now(UTC) - timedelta(days=given["days"])).timestamp()
        os.utime(self.at(given["path"]), (seconds, seconds))

    def do_run(self, argv: list[str]) -> None:
        done = subprocess.run(self.inside(argv), env={"PATH": PATH}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{argv}: {done.stdout}{done.stderr}"

    def do_until(self, given: dict[str, Any]) -> None:
        """Run a command again and again until it says something."""
        for _ in range(given.get("tries", 200)):
            argv = self.inside(given["argv"])
            done = subprocess.run(argv, env={"PATH": PATH}, capture_output=True, text=True, check=False)
            if given["says"] in done.stdout:
                return
            subprocess.run(["sleep", "0.1"], check=True)
        raise AssertionError(f"{given['argv']} never said {given['says']!r}, but {done.stdout}{done.stderr}")

    def do_start(self, argv: list[str]) -> None:
        """Start a program that stays; it ends with the layer."""
        quiet = subprocess.DEVNULL
        self.children.append(subprocess.Popen(self.inside(argv), env={"PATH": PATH}, stdout=quiet, stderr=quiet))

    def do_listen(self, given: dict[str, Any]) -> None:
        family = socket.AF_INET6 if ":" in given["address"] else socket.AF_INET
        kind = socket.SOCK_DGRAM if given.get("protocol") == "udp" else socket.SOCK_STREAM
        one = socket.socket(family, kind)
        one.bind((given["address"], given["port"]))
        if kind == socket.SOCK_STREAM:
            one.listen()
        self.sockets.append(one)

    def inside(self, argv: list[str]) -> list[str]:
        return ["chroot", str(self.root), *argv]

    def at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def judge(self, check_id: str, case: dict[str, Any]) -> Any:
        """The verdicts of one check, through the same door that pcicloud looks through, and the bodies it judged."""
        hosts = tuple(HostPlace(name=name) for name in case["hosts"])
        env = Environment(
            name="room", model="private", parameters=case["parameters"], hosts=hosts, as_of=datetime.now(UTC)
        )
        place = HostPlace(name="room", root=str(self.root))
        if case["at_rest"]:
            run("umount", str(self.root / "proc"))
        try:
            return judged(check_id, lambda asks: look(place, asks), env, case["params"])
        finally:
            if case["at_rest"]:
                run("mount", "-t", "proc", "proc", str(self.root / "proc"))


def run(*argv: str) -> None:
    subprocess.run(argv, check=True, capture_output=True)


def answer(room: Room, request: dict[str, Any]) -> Any:
    """The answer to one request: `break` does some steps first; `mend` puts right what outlives a layer."""
    empty = {"params": {}, "parameters": {}, "hosts": (), "at_rest": False, "arrange": [], "break": [], "mend": []}
    case = {**empty, **request}
    room.add_layer()
    try:
        room.do(case["arrange"])
        room.do(case["break"])
        return room.judge(case["check"], case)
    finally:
        room.drop_layer()
        room.do(case["mend"])


def main() -> None:
    tree = Path(sys.argv[1])
    mount = tree.parent / "mount"
    mount.mkdir(exist_ok=True)
    books = (HARDENED, SERVERS) if "servers" in sys.argv[2:] else (HARDENED,)
    room = Room(tree, mount, books)
    print(json.dumps({"ok": "ready"}), flush=True)
    for line in sys.stdin:
        try:
            said = {"ok": answer(room, json.loads(line))}
        except (AssertionError, OSError, subprocess.CalledProcessError) as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        print(msgspec.json.encode(said).decode(), flush=True)


if __name__ == "__main__":
    main()
