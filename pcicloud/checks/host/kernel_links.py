"""Links in shared folders must not fool programs of others."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.sysctl import judged

WANTED = {"fs/protected_symlinks": ("1",), "fs/protected_hardlinks": ("1",)}


@check(evidence="host.kernel_settings", when_none=failed("no kernel settings could be read"))
def kernel_links(body: Json, env: Environment) -> Outcome:
    """Links in shared folders must not fool programs of others.

    Why: with a link in /tmp somebody lets root write where they want.
    Fix: fs.protected_symlinks = 1 and fs.protected_hardlinks = 1 in /etc/sysctl.d/.
    Source: Linux kernel documentation, admin-guide/sysctl/fs.
    """
    return judged(body, WANTED, what="protection against links")
