"""Where an environment keeps what it knows: the folder `.pcicloud` beside its environment.yaml."""

from __future__ import annotations

from pathlib import Path

from pcicloud.errors import EvidenceMissing


def folder(environment_file: Path) -> Path:
    """The state folder of the environment in this file."""
    return environment_file.resolve().parent / ".pcicloud"


def evidence(environment_file: Path) -> Path:
    """The evidence store of the environment in this file."""
    return folder(environment_file) / "evidence"


def evidence_there(environment_file: Path) -> Path:
    """The same, where there is one. Raises EvidenceMissing where nothing was collected yet."""
    place = evidence(environment_file)
    if not place.exists():
        raise EvidenceMissing(f"there is no evidence in {place}", hint="look at the environment: pcicloud collect")
    return place


def emulator(environment_file: Path = Path("environment.yaml")) -> Path:
    """Where the embedded emulator keeps its process id, port and AWS profile."""
    return folder(environment_file) / "emulator"
