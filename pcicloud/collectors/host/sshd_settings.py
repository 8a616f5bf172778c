"""The SSH server's settings as it computes them, and its files for what only holds for some users."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, files
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(command("sshd", "-T", root=True), file("/etc/ssh/sshd_config"), files("/etc/ssh/sshd_config.d/*.conf")),
)
def sshd_settings(host: HostAnswers) -> Iterator[Seen]:
    """The SSH server's settings as it computes them, and its files for what only holds for some users."""
    settings = host.output("sshd", "-T")
    if settings is not None:
        if "permitrootlogin" not in settings["stdout"]:
            raise NotSeen("failed", "`sshd -T` told no settings")
        main = host.file("/etc/ssh/sshd_config")
        yield Seen(
            "sshd", {"settings": settings, "files": [main] * bool(main) + host.files("/etc/ssh/sshd_config.d/*.conf")}
        )
