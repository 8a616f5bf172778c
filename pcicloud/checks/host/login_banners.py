"""What is shown before the login must be a notice, and not tell what the system is."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content

TELLING = re.compile(r"\\[mrsv]|debian|ubuntu|centos|red ?hat|rocky|almalinux|\bkernel\b", re.IGNORECASE)


@check(evidence="host.banners", when_none=failed("no notices are there"))
def login_banners(body: Json, env: Environment) -> Outcome:
    """What is shown before the login must be a notice, and not tell what the system is.

    Why: the name and version of the system tell an attacker what to try.
    Fix: write the notice into /etc/issue and /etc/issue.net, without \\m, \\r, \\s, \\v and the distribution's name.
    Source: agetty(8), issue(5).
    """
    before = [file for file in body["files"] if file["path"] in ("/etc/issue", "/etc/issue.net")]
    empty = [file["path"] for file in before if not content(file).strip()]
    telling = [file["path"] for file in before if TELLING.search(content(file))]
    if telling:
        return failed(f"{', '.join(telling)} tells what the system is")
    if empty or not before:
        return failed(f"{', '.join(empty) or '/etc/issue'} holds no notice")
    return passed("a notice is shown before the login, and nothing of the system")
