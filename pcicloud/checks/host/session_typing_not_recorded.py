"""Recordings of sessions must not hold what was typed."""

from __future__ import annotations

import json

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import content, lines


@check(evidence="host.sessions", when_none=not_applicable("no recording of sessions is installed"))
def session_typing_not_recorded(body: Json, env: Environment) -> Outcome:
    """Recordings of sessions must not hold what was typed.

    Why: passwords are typed, and a recording would keep them readable for a year.
    Fix: `"log": {"input": false}` in tlog-rec-session.conf.
    Source: tlog manual, tlog-rec-session.conf(5), log/input.
    """
    said = json.loads("\n".join(lines(content(body["settings"]), comment="//")) or "{}")
    if said.get("log", {}).get("input", False):
        return failed("what is typed is recorded (log.input), and so are passwords")
    return passed("what is typed is not recorded")
