"""Runs on a host, reads what it is asked for, changes nothing and leaves nothing behind.

One file, the standard library only, Python 3.7 or newer. It reads `{"root", "asks"}` as JSON on its standard input
(or from `REQUEST`, where the sender put it in) and writes `{"facts", "answers"}`; each answer is `{"ok": value}`
or `{"not_seen": [why, reason]}`, in the order of the asks. No secret leaves the host: password hashes, private keys
and the values of settings that look like a secret stay behind.
"""

# ruff: noqa: PTH110, PTH112, PTH113, PTH114, PTH120, PTH123, PTH207, UP017, UP031, B905
# These rules ask for what Python 3.7 does not have, or for modules that would make every look slower.

from __future__ import annotations

import datetime
import glob
import json
import os
import re
import selectors
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

REQUEST = ""
OUTPUT_MAX = 4 * 1024 * 1024
WALK_S = 60
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C",
    "TZ": "UTC",
    "HOME": "/",
    "SYSTEMD_PAGER": "",
    "SYSTEMD_COLORS": "0",
}
NEVER_READ = re.compile(
    r"^/etc/(g?shadow|security/opasswd)-?$|/ssh_host_[^/]*_key$|/id_[a-z0-9_]+$|\.key$|chrony\.keys$"
)
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----")
SECRET = re.compile(
    r"(?i)((?:password|passwd|passphrase|passcode|pass|pwd|psk|secret|token|credential|(?:api|access|auth)_?key)"
    r"[\w.-]{0,60}\s*!?=\s*)"
    r"(?!\s|\"?(?:yes|no|on|off|true|false|\d+)\"?(?:\s|$)|\"?/)(\"[^\"]*\"|'[^']*'|[^\s#]+)"
)
QUOTED_SECRET = re.compile(r"(?i)((?:password|secret|token)\s+)\"[^\"]+\"")
URL_SECRET = re.compile(r"(://[^/\s:@]*:)[^@\s/]+@")
HASH = re.compile(r"\$(?:y|gy|7|6|5|2[abxy]|1)\$[./A-Za-z0-9$,=+-]{8,}|grub\.pbkdf2\.sha512\.[0-9A-F.]+")
SCHEMES = {"y": "yescrypt", "gy": "gost-yescrypt", "7": "scrypt", "6": "sha512", "5": "sha256", "1": "md5"}


if TYPE_CHECKING:
    Names = dict[str, dict[int, str]]


class NotSeen(Exception):
    """Why something could not be looked at: a word and a reason."""


def answer_all(request: Any) -> Any:
    """The facts of the host and one answer for each ask."""
    names = _enter(request.get("root", "/"))
    facts = _facts(request.get("root", "/"))
    return {"facts": facts, "answers": [_answer(ask, facts, names) for ask in request["asks"]]}


def _enter(root: str) -> Names:
    if root != "/":
        os.chroot(root)
        os.chdir("/")
    return {"owner": _names("/etc/passwd"), "group": _names("/etc/group")}


def _names(path: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in _text_or_nothing(path).splitlines():
        fields = line.split(":")
        if len(fields) > 2 and fields[2].isdigit():
            found.setdefault(int(fields[2]), fields[0])
    return found


def _text_or_nothing(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(OUTPUT_MAX).decode("utf-8", "replace")
    except OSError:
        return ""


def _facts(root: str) -> Any:
    release = dict(line.split("=", 1) for line in _text_or_nothing("/etc/os-release").splitlines() if "=" in line)
    return {
        "uid": os.geteuid(),
        "kernel": _kernel(root),
        "booted": os.path.isdir("/run/systemd/system"),
        "hostname": os.uname().nodename if root == "/" else _text_or_nothing("/etc/hostname").strip(),
        "os": release.get("ID", "").strip('"'),
        "os_version": release.get("VERSION_ID", "").strip('"'),
        "now": _time(time.time()),
    }


def _kernel(root: str) -> str:
    if not os.path.exists("/proc/self/status"):
        return "none"
    marks = ("/run/systemd/container", "/.dockerenv", "/run/.containerenv")
    contained = "container=" in _text_or_nothing("/proc/1/environ") or any(os.path.exists(mark) for mark in marks)
    return "shared" if contained or root != "/" else "own"


def _answer(ask: Any, facts: Any, names: Names) -> Any:
    try:
        return {"ok": KINDS[ask["kind"]](ask, facts, names)}
    except NotSeen as gap:
        return {"not_seen": list(gap.args)}
    except PermissionError as error:
        return {"not_seen": ["denied", "permission denied: %s" % (error.filename or ask["kind"])]}
    except OSError as error:
        return {"not_seen": ["failed", "%s: %s" % (error.filename or ask["kind"], error.strerror)]}


def _command(ask: Any, facts: Any, _names: Names) -> Any:
    if ask.get("running") and facts["kernel"] == "none":
        raise NotSeen("unsupported", "%s asks a running system, and this is an image at rest" % ask["argv"][0])
    if ask.get("root") and facts["uid"] != 0:
        raise NotSeen("denied", "%s answers only root" % " ".join(ask["argv"]))
    said = _run(ask["argv"], ask["timeout_s"])
    return said and dict(said, stdout=_lines(said["stdout"], ask.get("lines", "")))


def _run(argv: list[str], timeout_s: int) -> Any:
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    except FileNotFoundError:
        return None
    try:
        out, err = _read_both(process, time.monotonic() + timeout_s, argv)
        code = process.wait(timeout_s)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()
    return {"argv": argv, "exit_code": code, "stdout": _without_secrets(out), "stderr": _without_secrets(err)}


def _read_both(process: Any, until: float, argv: list[str]) -> tuple[bytes, bytes]:
    pieces: dict[Any, list[bytes]] = {process.stdout: [], process.stderr: []}
    size = 0
    with selectors.DefaultSelector() as waiting:
        for pipe in pieces:
            waiting.register(pipe, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(max(0.0, until - time.monotonic()))
            if not ready:
                raise NotSeen("failed", "%s gave no answer in time" % " ".join(argv))
            for key, _ in ready:
                chunk = os.read(key.fd, 65536)
                size += len(chunk)
                if size > OUTPUT_MAX:
                    raise NotSeen("failed", "%s said more than %d bytes" % (" ".join(argv), OUTPUT_MAX))
                pieces[key.fileobj].append(chunk)
                if not chunk:
                    waiting.unregister(key.fileobj)
    return b"".join(pieces[process.stdout]), b"".join(pieces[process.stderr])


def _each(ask: Any, _facts: Any, _names: Names) -> Any:
    paths = [path for path in sorted(_matches(ask["glob"])) if os.path.isfile(path)]
    said = [_run(ask["argv"] + [path], ask["timeout_s"]) for path in paths]
    return None if None in said else said


def _file(ask: Any, _facts: Any, names: Names) -> Any:
    return _read(ask["path"], ask["size_max"], names)


def _files(ask: Any, _facts: Any, names: Names) -> Any:
    paths = [path for path in sorted(_matches(ask["glob"])) if os.path.isfile(path)]
    found = [_read(path, ask["size_max"], names) for path in paths]
    return [_only(one, ask["lines"]) for one in found if one is not None]


def _only(file: Any, pattern: str) -> Any:
    return dict(file, content=_lines(file["content"], pattern))


def _lines(text: str, pattern: str) -> str:
    return "".join(line for line in text.splitlines(True) if not pattern or re.search(pattern, line))


def _read(path: str, size_max: int, names: Names) -> Any:
    if NEVER_READ.search(os.path.realpath(path)) or NEVER_READ.search(path):
        raise NotSeen("unsupported", "%s holds secrets and is never read" % path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise NotSeen("unsupported", "%s is no regular file" % path)
        data = file.read(size_max + 1)
    if len(data) > size_max:
        raise NotSeen("failed", "%s is larger than %d bytes" % (path, size_max))
    outside = _outside(path, status, names)
    return {
        "path": path,
        "mode": outside["mode"],
        "owner": outside["owner"],
        "group": outside["group"],
        "size": status.st_size,
        "content": _without_secrets(data),
    }


def _without_secrets(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    if PRIVATE_KEY.search(text):
        return "<withheld>"
    text = SECRET.sub(r"\1<withheld>", text)
    text = QUOTED_SECRET.sub(r"\1<withheld>", text)
    text = URL_SECRET.sub(r"\1<withheld>@", text)
    return HASH.sub("<withheld>", text)


def _outside(path: str, status: os.stat_result, names: Names) -> Any:
    kinds = ((stat.S_ISREG, "file"), (stat.S_ISDIR, "folder"), (stat.S_ISLNK, "link"))
    return {
        "path": path,
        "type": next((name for is_kind, name in kinds if is_kind(status.st_mode)), "other"),
        "mode": "%04o" % stat.S_IMODE(status.st_mode),
        "owner": names["owner"].get(status.st_uid, str(status.st_uid)),
        "group": names["group"].get(status.st_gid, str(status.st_gid)),
        "size": status.st_size,
        "modified_at": _time(status.st_mtime),
    }


def _time(seconds: float) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _stats(ask: Any, _facts: Any, names: Names) -> Any:
    paths = sorted({path for pattern in ask["globs"] for path in _matches(pattern)})
    found = []
    for path in paths:
        try:
            found.append(_outside(path, os.lstat(path), names))
        except FileNotFoundError:
            continue
    return found


def _matches(pattern: str) -> list[str]:
    if glob.has_magic(pattern):
        folder = glob.glob(os.path.dirname(pattern)) or [os.path.dirname(pattern)]
        for one in folder:
            if os.path.isdir(one) and not os.access(one, os.R_OK | os.X_OK):
                raise NotSeen("denied", "permission denied: %s" % one)
        return glob.glob(pattern, recursive=True)
    return [pattern] if _there(pattern) else []


def _there(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _shadow(_ask: Any, _facts: Any, _names: Names) -> Any:
    try:
        with open("/etc/shadow", encoding="utf-8", errors="replace") as file:
            return [_shadow_line(line.rstrip("\n").split(":")) for line in file if line.count(":") == 8]
    except FileNotFoundError:
        return None


def _shadow_line(fields: list[str]) -> Any:
    hashed = fields[1]
    state = "empty" if not hashed else "locked" if hashed[0] in "!*" or hashed == "x" else "set"
    days = [int(field) if field.lstrip("-").isdigit() else None for field in fields[2:8]]
    return dict(
        zip(("last_change", "min", "max", "warn", "inactive", "expire"), days),
        user=fields[0],
        password=state,
        scheme=_scheme(hashed) if state == "set" else "",
    )


def _scheme(hashed: str) -> str:
    if not hashed.startswith("$"):
        return "des"
    word = hashed.split("$")[1]
    return SCHEMES.get(word, "bcrypt" if word[:1] == "2" else "other")


def _walk(ask: Any, _facts: Any, names: Names) -> Any:
    until = time.monotonic() + WALK_S
    found = []
    count = 0
    for folder in ask["folders"]:
        for path, status in _below(folder):
            count += 1
            if count > ask["entries_max"] or time.monotonic() > until:
                raise NotSeen("failed", "more files below %s than can be looked at in time" % ", ".join(ask["folders"]))
            if WALKED[ask["what"]](status.st_mode):
                found.append(_outside(path, status, names))
    return sorted(found, key=lambda one: one["path"])


def _below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    if not os.path.isdir(folder) or os.path.islink(folder):
        return
    device = os.lstat(folder).st_dev
    waiting = [folder]
    while waiting:
        for path, status in _entries(waiting.pop()):
            yield path, status
            if stat.S_ISDIR(status.st_mode) and status.st_dev == device:
                waiting.append(path)


def _entries(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """What is in a folder; what goes away while we look (a living host does that) is left out."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    yield entry.path, entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
    except FileNotFoundError:
        return


def _is_setuid(mode: int) -> bool:
    return stat.S_ISREG(mode) and bool(mode & (stat.S_ISUID | stat.S_ISGID))


def _is_world_writable(mode: int) -> bool:
    open_folder = stat.S_ISDIR(mode) and not mode & stat.S_ISVTX
    return bool(mode & stat.S_IWOTH) and (stat.S_ISREG(mode) or open_folder)


KINDS: dict[str, Callable[[Any, Any, Names], Any]] = {
    "command": _command,
    "each": _each,
    "file": _file,
    "files": _files,
    "stats": _stats,
    "shadow": _shadow,
    "walk": _walk,
}
WALKED = {"setuid": _is_setuid, "world_writable": _is_world_writable}


def main() -> None:
    request = json.loads(REQUEST or sys.stdin.read())
    json.dump(answer_all(request), sys.stdout)


if __name__ == "__main__":
    main()
