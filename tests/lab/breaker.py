"""Breaks a control on a machine and mends it again; runs there, as root, with nothing but the standard library.

`breaker.py break STEPS` does steps (JSON) and keeps every file as it was first; `breaker.py mend COMMANDS` puts the files
back and then runs the commands (JSON). The verbs are those of `tests/mutations/host_room.py`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

KEPT = Path("/run/pcicloud-broken")
NAMED = re.compile(r"(?<![\w/.])/(?:etc|home|srv|tmp|var)/[^\s\"';)$]*")
ACCOUNTS = [f"/etc/{name}" for name in ("passwd", "shadow", "group", "gshadow", "subuid", "subgid")]


def main(word, given):
    KEPT.mkdir(mode=0o700, exist_ok=True)
    if word == "mend":
        put_back()
    for one in json.loads(given):
        if word == "mend":
            run(one)
        else:
            ((verb, about),) = one.items()
            globals()[f"do_{verb}"](about)


def keep(path):
    """Keep what is there, or that nothing is; the first time counts. Of a folder the owner and the mode are kept."""
    if Path(path).is_dir():
        about = Path(path).stat()
        later(["chown", f"{about.st_uid}:{about.st_gid}", path])
        later(["chmod", f"{about.st_mode & 0o7777:o}", path])
        return
    if is_append_only(path):
        return  # nothing of it can be put back; what mends it stands in the case
    index = json.loads((KEPT / "index").read_text()) if (KEPT / "index").exists() else []
    if path in index:
        return
    if os.path.lexists(path):
        run(["cp", "-a", path, str(KEPT / str(len(index)))])
    (KEPT / "index").write_text(json.dumps([*index, path]))


def is_append_only(path):
    said = subprocess.run(["lsattr", "-d", path], capture_output=True, text=True)
    return "a" in said.stdout.partition(" ")[0]


def put_back():
    index = json.loads((KEPT / "index").read_text()) if (KEPT / "index").exists() else []
    for number, path in reversed(list(enumerate(index))):
        remove(path)
        kept = KEPT / str(number)
        if os.path.lexists(kept):
            run(["cp", "-a", str(kept), path])
    if (KEPT / "later").exists():
        for line in (KEPT / "later").read_text().splitlines():
            run(json.loads(line))
    shutil.rmtree(KEPT)


def remove(path):
    if Path(path).is_dir() and not Path(path).is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        Path(path).unlink()


def run(argv):
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{argv}: {done.stdout}{done.stderr}")


def do_run(argv):
    """Run a command; the files that it names, and those of accounts, are kept before."""
    named = NAMED.findall(" ".join(argv))
    for path in [*named, *(ACCOUNTS if argv[0] in ("useradd", "usermod", "groupadd", "passwd", "chage") else ())]:
        for one in [str(found) for found in Path("/").glob(path[1:])] or [path]:
            keep(one)
    opposite = {"disable": "enable", "stop": "start", "mask": "unmask"}
    if argv[0] == "systemctl" and argv[1] in opposite:
        later(["systemctl", opposite[argv[1]], *argv[2:]])
        if subprocess.run(["systemctl", "is-active", "--quiet", argv[-1]]).returncode == 0:
            later(["systemctl", "start", argv[-1]])
    run(argv)


def do_start(argv):
    """Start a program that stays until the control is mended."""
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(argv, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    later(["kill", "--", f"-{child.pid}"])


def do_until(about):
    """Run a command again and again until it says something."""
    for _ in range(about.get("tries", 100)):
        said = subprocess.run(about["argv"], capture_output=True, text=True)
        if about["says"] in said.stdout:
            return
        time.sleep(0.1)
    sys.exit(f"{about['argv']} never said {about['says']!r}, but {said.stdout}{said.stderr}")


def do_listen(about):
    family, kind = (
        ("INET6" if ":" in about["address"] else "INET"),
        ("DGRAM" if about["protocol"] == "udp" else "STREAM"),
    )
    text = f"import socket,time; s=socket.socket(socket.AF_{family}, socket.SOCK_{kind}); s.bind(({about['address']!r}, {about['port']}));"
    text += f" s.listen() if {kind == 'STREAM'} else None; time.sleep(600)"
    do_start([sys.executable, "-c", text])
    time.sleep(0.3)


def later(argv):
    """Run this when the control is mended."""
    with (KEPT / "later").open("a") as file:
        file.write(json.dumps(argv) + "\n")


def do_write(about):
    path = Path(about["path"])
    keep(about["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(about.get("text", ""))
    path.chmod(int(str(about.get("mode", "0644")), 8))


def do_append(about):
    keep(about["path"])
    with Path(about["path"]).open("a") as file:
        file.write(about["text"])


def do_replace(about):
    keep(about["path"])
    path = Path(about["path"])
    text = path.read_text()
    if about["old"] not in text:
        sys.exit(f"{about['old']!r} is not in {about['path']}")
    path.write_text(text.replace(about["old"], about["new"]))


def do_remove(path):
    """Move it away."""
    if Path(path).is_dir():
        aside = KEPT / f"folder{time.monotonic_ns()}"
        later(["mv", str(aside), path])
        shutil.move(path, aside)
    else:
        keep(path)
        remove(path)


def do_folder(path):
    if not Path(path).is_dir():
        keep(path)
    Path(path).mkdir(parents=True, exist_ok=True)


def do_chmod(about):
    keep(about["path"])
    Path(about["path"]).chmod(int(str(about["mode"]), 8))


def do_chown(about):
    keep(about["path"])
    os.chown(about["path"], int(about["uid"]), int(about.get("gid", 0)))


def do_age(about):
    keep(about["path"])
    seconds = time.time() - about["days"] * 86400
    os.utime(about["path"], (seconds, seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
