"""SSH must log who came in, with which key, and who failed."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import value


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_logging(body: Json, env: Environment) -> Outcome:
    """SSH must log who came in, with which key, and who failed.

    Why: without these lines nobody can tell afterwards whose session it was.
    Fix: set `LogLevel VERBOSE`.
    Source: OpenSSH manual sshd_config(5), LogLevel.
    """
    said = value(body, "loglevel").upper()
    if said.startswith("DEBUG"):
        return failed(f"LogLevel is {said}, which tells too much of users")
    if said != "VERBOSE":
        return failed(f"LogLevel is {said or 'not told'}, VERBOSE is wanted: it also logs the keys of those refused")
    return passed("LogLevel is VERBOSE")
