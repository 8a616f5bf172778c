"""An idle shell must end by itself."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import contents


@check(evidence="host.shell_profiles", when_none=failed("no shell profile is there"))
def session_timeout(body: Json, env: Environment, *, seconds_max: int) -> Outcome:
    """An idle shell must end by itself.

    Why: an abandoned terminal is an open door for who finds it.
    Fix: `readonly TMOUT=900; export TMOUT` in /etc/profile.d/.
    Source: bash manual bash(1), TMOUT.
    """
    text = "\n".join(contents(body["files"]))
    values = [int(said) for said in re.findall(r"\bTMOUT=(\d+)", text)]
    if not values:
        return failed("TMOUT is not set, so an idle shell stays for ever")
    if min(values) == 0:
        return failed("TMOUT is 0, so an idle shell stays for ever")
    if max(values) > seconds_max:
        return failed(f"an idle shell ends after {max(values)} seconds, at most {seconds_max} are allowed")
    if not re.search(r"\b(readonly|typeset -[a-z]*r[a-z]*|declare -[a-z]*r[a-z]*)\s+[^\n;]*\bTMOUT\b", text):
        return failed("TMOUT is not readonly, so that a user can take it away")
    return passed(f"an idle shell ends after {max(values)} seconds")
