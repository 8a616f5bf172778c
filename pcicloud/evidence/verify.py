"""Verifies a folder of evidence, be it a store or a bundle."""

from __future__ import annotations

import os
from pathlib import Path

from pcicloud.evidence.bundle import open_bundle
from pcicloud.evidence.bundle_format import MANIFEST
from pcicloud.evidence.verified import Verified
from pcicloud.evidence.verify_store import verify_store


def verify(folder: Path, *, vkey: str | None = None) -> Verified:
    """What was verified; `vkey` is the verifier key to expect, as its owner gave it.

    Raises StoreError that names the first thing that does not fit, and EvidenceMissing where there is neither.
    """
    if is_bundle(folder):
        return open_bundle(folder, vkey=vkey).verified
    return verify_store(folder, vkey=vkey)


def is_bundle(folder: Path) -> bool:
    """Whether the folder has a bundle's manifest, whole or not."""
    return os.path.lexists(folder / MANIFEST)
