"""SSH must limit sessions and connections that have not logged in yet."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import value, values

SESSIONS_MAX = 10
STARTUPS_MAX = 100


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_session_limits(body: Json, env: Environment) -> Outcome:
    """SSH must limit sessions and connections that have not logged in yet.

    Why: without a limit a few machines keep every administrator out.
    Fix: `MaxSessions 10` and `MaxStartups 10:30:60` (or less) in sshd_config.
    Source: OpenSSH manual sshd_config(5), MaxSessions, MaxStartups.
    """
    sessions = [int(said) for said in values(body, "maxsessions") if said.isdigit()]
    if not sessions or max(sessions) > SESSIONS_MAX:
        return failed(f"MaxSessions is {max(sessions, default='not told')}, {SESSIONS_MAX} at most are wanted")
    first, _, rest = value(body, "maxstartups").partition(":")
    full = rest.rpartition(":")[2] or first
    if not (first.isdigit() and full.isdigit() and int(full) <= STARTUPS_MAX):
        return failed(f"MaxStartups is {value(body, 'maxstartups')}, {STARTUPS_MAX} at most are wanted")
    return passed(f"{max(sessions)} sessions a connection and {full} logins at once at most")
