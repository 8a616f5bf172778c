"""sudo must run commands in a terminal of their own."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sudoers import defaults


@check(evidence="host.sudoers", when_none=not_applicable("sudo is not installed"))
def sudo_terminal(body: Json, env: Environment) -> Outcome:
    """sudo must run commands in a terminal of their own.

    Why: without it, a program started by sudo can type into the user's terminal after it has ended.
    Fix: `Defaults use_pty`.
    Source: sudo manual sudoers(5), use_pty.
    """
    if defaults(body).get("use_pty") != "yes":
        return failed("Defaults use_pty is not set")
    return passed("Defaults use_pty is set")
