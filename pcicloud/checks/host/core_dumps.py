"""Programs that crash must not leave their memory on the disk."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.lines import contents
from pcicloud.reading.sysctl import judged


@check(evidence="host.kernel_settings", when_none=failed("no kernel settings could be read"))
def core_dumps(body: Json, env: Environment) -> Outcome:
    """Programs that crash must not leave their memory on the disk.

    Why: the memory of a payment program holds card numbers and keys.
    Fix: fs.suid_dumpable = 0 in /etc/sysctl.d/ and `* hard core 0` in /etc/security/limits.d/.
    Source: core(5); limits.conf(5).
    """
    limited = any(re.fullmatch(r"\*\s+(hard|-)\s+core\s+0", line) for line in contents(body["limits"]))
    if not limited:
        return failed("no limit forbids core dumps (`* hard core 0`)")
    return judged(body, {"fs/suid_dumpable": ("0",)}, what="no dumps of set-uid programs")
