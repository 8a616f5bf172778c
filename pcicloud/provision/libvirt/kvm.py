"""Whether this machine's processor runs virtual machines itself, or they are emulated."""

from __future__ import annotations

import re
from pathlib import Path

DEVICE, PROCESSOR = Path("/dev/kvm"), Path("/proc/cpuinfo")


def kvm(device: Path = DEVICE, processor: Path = PROCESSOR) -> bool:
    """Whether KVM can be used; the device alone says too little: in some virtual machines it boots nothing.

    Source: Linux kernel, x86: the flags vmx (Intel) and svm (AMD).
    """
    flags = re.search(r"^flags\s*:.*\b(vmx|svm)\b", _text(processor), re.MULTILINE)
    return device.exists() and flags is not None


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
