"""The kernel's settings as they are, and as the files set them at boot."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files
from pcicloud.model.sighting import Seen

NAMES = (
    "net/ipv4/conf/all/rp_filter",
    "net/ipv4/conf/default/rp_filter",
    "net/ipv4/conf/all/accept_source_route",
    "net/ipv4/conf/default/accept_source_route",
    "net/ipv4/conf/all/log_martians",
    "net/ipv4/conf/all/accept_redirects",
    "net/ipv4/conf/default/accept_redirects",
    "net/ipv6/conf/all/accept_redirects",
    "net/ipv4/conf/all/send_redirects",
    "net/ipv4/conf/default/send_redirects",
    "net/ipv4/ip_forward",
    "net/ipv4/tcp_syncookies",
    "net/ipv4/icmp_echo_ignore_broadcasts",
    "kernel/randomize_va_space",
    "kernel/yama/ptrace_scope",
    "kernel/kptr_restrict",
    "kernel/dmesg_restrict",
    "kernel/unprivileged_bpf_disabled",
    "fs/suid_dumpable",
    "fs/protected_symlinks",
    "fs/protected_hardlinks",
)
FILES = ("/usr/lib/sysctl.d/*.conf", "/etc/sysctl.d/*.conf")
ASKS = (
    *(file(f"/proc/sys/{name}") for name in NAMES),
    *(files(pattern) for pattern in FILES),
    files("/etc/security/limits.d/*.conf"),
    file("/etc/sysctl.conf"),
)


@collector(where="host", asks=ASKS)
def kernel_settings(host: HostAnswers) -> Iterator[Seen]:
    """The kernel's settings as they are, and as the files set them at boot."""
    last = host.file("/etc/sysctl.conf")
    found = [one for pattern in FILES for one in host.files(pattern)] + [last] * bool(last)
    yield Seen(
        "kernel settings",
        {
            "kernel": host.facts.kernel,
            "now": [one for one in (host.file(f"/proc/sys/{name}") for name in NAMES) if one],
            "files": found,
            "limits": host.files("/etc/security/limits.d/*.conf"),
        },
    )
