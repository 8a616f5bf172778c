"""What a host may be asked: values that a collector declares and that travel to the host as JSON, and the answers."""

from __future__ import annotations

from typing import Literal

import msgspec

Walked = Literal["setuid", "world_writable"]


class Command(msgspec.Struct, frozen=True, kw_only=True, tag="command", tag_field="kind"):
    """A command that only reads. It runs without a shell and is cut off after `timeout_s` seconds.

    `root`: only root gets a true answer, so it is not run as somebody else. `running`: it asks the running system, so
    it is not run for an image at rest. `lines`: of its output only lines in which this regular expression finds
    something leave the host, for settings that may hold secrets.
    """

    argv: tuple[str, ...]
    timeout_s: int = 20
    root: bool = False
    running: bool = False
    lines: str = ""

    def __str__(self) -> str:
        return " ".join(self.argv)


class EachCommand(msgspec.Struct, frozen=True, kw_only=True, tag="each", tag_field="kind"):
    """A command that is run once for each file that the pattern finds; the file's path is its last argument."""

    glob: str
    argv: tuple[str, ...]
    timeout_s: int = 20

    def __str__(self) -> str:
        return " ".join((*self.argv, self.glob))


class File(msgspec.Struct, frozen=True, kw_only=True, tag="file", tag_field="kind"):
    """The content and mode of one file. A file of more than `size_max` bytes is not read."""

    path: str
    size_max: int = 262144

    def __str__(self) -> str:
        return self.path


class Files(msgspec.Struct, frozen=True, kw_only=True, tag="files", tag_field="kind"):
    """The content and mode of each file that the pattern finds, sorted by path.

    `lines`: only lines in which this regular expression finds something leave the host, for files that may hold
    command lines with secrets.
    """

    glob: str
    lines: str = ""
    size_max: int = 262144

    def __str__(self) -> str:
        return self.glob


class Stats(msgspec.Struct, frozen=True, kw_only=True, tag="stats", tag_field="kind"):
    """Owner, group, mode, size and time of what the patterns find; nothing is opened."""

    globs: tuple[str, ...]

    def __str__(self) -> str:
        return "stat " + " ".join(self.globs)


class Shadow(msgspec.Struct, frozen=True, kw_only=True, tag="shadow", tag_field="kind"):
    """The ageing and the hash scheme of each account's password. The hash itself never leaves the host."""

    def __str__(self) -> str:
        return "/etc/shadow (ageing and schemes only)"


class Walk(msgspec.Struct, frozen=True, kw_only=True, tag="walk", tag_field="kind"):
    """The files below some folders, on the same file system, that are set-uid/set-gid or writable by all."""

    what: Walked
    folders: tuple[str, ...]
    entries_max: int = 500_000

    def __str__(self) -> str:
        return f"find {self.what} below {' '.join(self.folders)}"


Ask = Command | EachCommand | File | Files | Stats | Shadow | Walk


def command(*argv: str, timeout_s: int = 20, root: bool = False, running: bool = False, lines: str = "") -> Command:
    return Command(argv=argv, timeout_s=timeout_s, root=root, running=running, lines=lines)


def each(glob: str, *argv: str) -> EachCommand:
    return EachCommand(glob=glob, argv=argv)


def file(path: str) -> File:
    return File(path=path)


def files(glob: str, *, lines: str = "") -> Files:
    return Files(glob=glob, lines=lines)


def stats(*globs: str) -> Stats:
    return Stats(globs=globs)


def shadow() -> Shadow:
    return Shadow()


def walk(what: Walked, *folders: str) -> Walk:
    return Walk(what=what, folders=folders)


class CommandAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a command said."""

    argv: list[str]
    exit_code: int
    stdout: str
    stderr: str


class FileAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file as it is. `mode` is octal text (`0644`); secrets in `content` are replaced by `<withheld>`."""

    path: str
    mode: str
    owner: str
    group: str
    size: int
    content: str


class StatAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The outside of a file, folder, link or other thing. `modified_at` is ISO 8601 in UTC."""

    path: str
    type: Literal["file", "folder", "link", "other"]
    mode: str
    owner: str
    group: str
    size: int
    modified_at: str


class ShadowAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of /etc/shadow without its secret; days as in shadow(5), `null` where the field is empty."""

    user: str
    password: Literal["locked", "empty", "set"]
    scheme: str
    last_change: int | None
    min: int | None
    max: int | None
    warn: int | None
    inactive: int | None
    expire: int | None


class Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the script found out of the host itself.

    `kernel`: `own`; `shared` with other machines (a container, a chroot), where audit rules and kernel settings are
    not the host's; `none` for an image at rest. `booted`: a systemd runs there.
    """

    uid: int
    kernel: Literal["own", "shared", "none"]
    booted: bool
    hostname: str
    os: str
    os_version: str
    now: str
