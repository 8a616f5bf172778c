"""A cloud image that the user names: whether it can be one at all."""

from __future__ import annotations

import json
from pathlib import Path

from pcicloud.errors import DefinitionError, OutsideError
from pcicloud.linux import run
from pcicloud.provision.systems import systems

FORMATS = ("qcow2", "raw")


def format_of(image: Path) -> str:
    """`qcow2` or `raw`. Raises DefinitionError where the file is not there or is no disk image."""
    if not image.is_file():
        raise DefinitionError(f"environment.yaml: private.libvirt.image: there is no file {image}")
    try:
        about = json.loads(run("qemu-img", "info", "--output=json", str(image)))
    except OutsideError as error:
        raise DefinitionError(f"environment.yaml: private.libvirt.image: {image} can't be read: {error}") from error
    found = str(about["format"])
    if found not in FORMATS or (found == "raw" and not _boots(image)):
        raise DefinitionError(
            f"environment.yaml: private.libvirt.image: {image} is no disk image that boots (qcow2 or raw)",
            hint="take the vendor's cloud image, such as debian-12-genericcloud-amd64.qcow2",
        )
    if "backing-filename" in about:
        raise DefinitionError(
            f"environment.yaml: private.libvirt.image: {image} is a layer over another image",
            hint="flatten it: qemu-img convert -O qcow2 OLD NEW",
        )
    return found


def not_supported(os: str, version: str) -> str:
    """Why machines with this system (id and version of os-release(5)) can't be set; empty where they can."""
    known = ", ".join(one.title for one in systems().values())
    if any((one.id, one.version) == (os, version) for one in systems().values()):
        return ""
    return f"its system is {os} {version}, and the playbooks set {known}"


def _boots(image: Path) -> bool:
    with image.open("rb") as file:
        return file.read(512)[510:] == b"\x55\xaa"
