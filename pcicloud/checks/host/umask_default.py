"""New files must not be open to others by default."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content, lines, pairs


@check(evidence="host.login_defs", when_none=failed("/etc/login.defs is not there"))
def umask_default(body: Json, env: Environment) -> Outcome:
    """New files must not be open to others by default.

    Why: what nobody thinks of should be closed, not open.
    Fix: set `UMASK 027` in /etc/login.defs.
    Source: shadow, login.defs(5), UMASK; pam_umask(8).
    """
    said = pairs(lines(content(body["defaults"]))).get("umask", "022")
    if not re.fullmatch("[0-7]{1,4}", said):
        return failed(f"UMASK is {said}, which is no mode")
    if int(said, 8) & 0o027 != 0o027:
        return failed(f"UMASK is {said}: new files are open to others (027 is wanted)")
    return passed(f"UMASK is {said}")
