"""Recordings of sessions must be root's alone."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.modes import loose, told


@check(evidence="host.sessions", when_none=not_applicable("no recording of sessions is installed"))
def session_recordings_locked(body: Json, env: Environment) -> Outcome:
    """Recordings of sessions must be root's alone.

    Why: they show all that administrators saw, and are the proof against one of them.
    Fix: 0700 for the folder and 0600 for the recordings; root as owner.
    Source: tlog manual, tlog-rec-session.conf(5); chmod(1).
    """
    found = body["recordings"]
    if not found:
        return unknown("recordings are not where they are looked for (/var/log/sessions)")
    wrong = loose(found, 0o600)
    if wrong:
        return failed(told(wrong))
    return passed(f"{len(found) - 1} recordings are root's alone")
