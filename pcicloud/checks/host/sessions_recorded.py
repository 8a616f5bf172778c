"""Every session of an administrator on a bastion must be recorded."""

from __future__ import annotations

import json

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.accounts import accounts as accounts_of
from pcicloud.reading.lines import content, lines

RECORDERS = ("/usr/lib/pcicloud/session", "/usr/bin/tlog-rec-session")
SERVICES = {"pcicloud-scan"}


@check(
    evidence="host.sessions",
    when_none=not_applicable("no recording of sessions is installed"),
    beside=("host.accounts",),
)
def sessions_recorded(body: Json, env: Environment, *, accounts: tuple[Json, ...]) -> Outcome:
    """Every session of an administrator on a bastion must be recorded.

    Why: who did what with all rights is else known only from what he tells.
    Fix: log.output true in tlog-rec-session.conf, a writer that leaves the session (syslog or journal), and the
      recorder as login shell.
    Source: tlog manual, tlog-rec-session.conf(5), tlog-rec-session(8).
    """
    said = json.loads("\n".join(lines(content(body["settings"]), comment="//")) or "{}")
    if not said.get("log", {}).get("output", True):
        return failed("what a session shows is not recorded (log.output)")
    if said.get("writer") not in ("syslog", "journal"):
        return failed(f"recordings stay where the session can reach them (writer is {said.get('writer', 'not set')})")
    programs = {one.split("@")[0].strip() for one in str(env.parameters.get("automation_accounts", "")).split(",")}
    people = [one for body in accounts for one in accounts_of(body) if one.is_person and one.has_shell]
    free = [one.name for one in people if one.shell not in RECORDERS and one.name not in programs | SERVICES]
    if free:
        return failed(f"sessions of {', '.join(free)} are not recorded: their shell is no recorder")
    return passed("sessions of all persons are recorded")
