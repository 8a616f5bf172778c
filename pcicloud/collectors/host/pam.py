"""The stacks that decide who may log in, and the settings of their modules."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        files("/etc/pam.d/*"),
        files("/etc/security/*.conf"),
        files("/etc/security/pwquality.conf.d/*.conf"),
        file("/etc/login.defs"),
    ),
)
def pam(host: HostAnswers) -> Iterator[Seen]:
    """The stacks that decide who may log in, and the settings of their modules."""
    stacks = host.files("/etc/pam.d/*")
    if stacks:
        settings = host.files("/etc/security/*.conf") + host.files("/etc/security/pwquality.conf.d/*.conf")
        yield Seen("PAM", {"stacks": stacks, "settings": settings, "login_defs": host.file("/etc/login.defs")})
