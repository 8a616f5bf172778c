"""The kernel modules that are loaded, and those that may not be."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files
from pcicloud.model.sighting import Seen


@collector(
    where="host", asks=(files("/etc/modprobe.d/*.conf"), files("/usr/lib/modprobe.d/*.conf"), file("/proc/modules"))
)
def kernel_modules(host: HostAnswers) -> Iterator[Seen]:
    """The kernel modules that are loaded, and those that may not be."""
    yield Seen(
        "kernel modules",
        {
            "kernel": host.facts.kernel,
            "settings": host.files("/etc/modprobe.d/*.conf") + host.files("/usr/lib/modprobe.d/*.conf"),
            "loaded": host.file("/proc/modules") if host.facts.kernel == "own" else None,
        },
    )
