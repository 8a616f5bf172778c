"""Kernel settings (sysctl.d(5)): as they are now, or as the files set them at boot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.lines import content, lines


def judged(body: Json, wanted: Mapping[str, tuple[str, ...]], *, what: str) -> Outcome:
    """Passed where each setting has one of its wanted values now and, where a file sets it, after the next boot.

    Settings of the kernel and of file systems belong to the machine whose kernel it is: unknown where it is shared.
    """
    if body["kernel"] == "shared" and not all(name.startswith("net/") for name in wanted):
        return unknown("the kernel is shared with other machines, so its settings are not this host's")
    now, boot = _now(body), _at_boot(body)
    if body["kernel"] == "none":
        wrong = [_said(name, boot.get(name)) for name in wanted if boot.get(name) not in wanted[name]]
    else:
        wrong = [_said(name, now.get(name)) for name in wanted if now.get(name) not in wanted[name]]
        wrong += [
            f"{_said(name, boot[name])} after the next boot"
            for name in wanted
            if boot.get(name, wanted[name][0]) not in wanted[name]
        ]
    if wrong:
        return failed(f"{what}: {', '.join(wrong)}")
    return passed(f"{what}: all {len(wanted)} settings are as wanted")


def _said(name: str, value: str | None) -> str:
    dotted = name.replace("/", ".")
    return f"{dotted} is not set" if value is None else f"{dotted} is {value}"


def _now(body: Json) -> dict[str, str]:
    return {file["path"].removeprefix("/proc/sys/"): content(file).strip() for file in body["now"]}


def _at_boot(body: Json) -> dict[str, str]:
    """What the files set; a file in /etc hides one of the same name in /usr/lib, and names are read in order."""
    kept: dict[str, Json] = {}
    for file in body["files"]:
        kept[PurePosixPath(file["path"]).name] = file
    ordered = sorted(
        kept.values(), key=lambda file: (file["path"] == "/etc/sysctl.conf", PurePosixPath(file["path"]).name)
    )
    found = {}
    for file in ordered:
        for line in lines(content(file)):
            name, _, value = line.partition("=")
            found[name.strip().lstrip("-").replace(".", "/")] = value.strip()
    return found
