"""One writer at a time: the lock of a store, which the system gives back however its holder ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from pcicloud.errors import StoreError
from pcicloud.evidence.disk import disk_errors


def lock(path: Path) -> int:
    """Take the lock and write the own process id into its file; return the descriptor, which holds it until closed.

    Raises StoreError that names the process that has it.
    """
    with disk_errors(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StoreError(
                f"{path.parent} is in use by {f'process {holder}' if holder else 'another process'}",
                hint=f"wait for it to end{f', or look at it: ps -fp {holder}' if holder.isdigit() else ''}",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor
