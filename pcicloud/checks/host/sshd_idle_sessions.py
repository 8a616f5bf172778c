"""SSH must end sessions whose other side is gone."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_idle_sessions(body: Json, env: Environment, *, seconds_max: int) -> Outcome:
    """SSH must end sessions whose other side is gone.

    Why: an abandoned session is an open door for who finds it.
    Fix: set ClientAliveInterval and ClientAliveCountMax so that their product is short and neither is 0.
    Source: OpenSSH manual sshd_config(5), ClientAliveInterval, ClientAliveCountMax.
    """
    intervals = [int(said) for said in values(body, "clientaliveinterval")]
    counts = [int(said) for said in values(body, "clientalivecountmax")]
    if 0 in intervals or not intervals:
        return failed("ClientAliveInterval is 0, so an abandoned session stays for ever")
    if 0 in counts:
        return failed("ClientAliveCountMax is 0, which never ends a session")
    longest = max(intervals) * max(counts, default=3)
    if longest > seconds_max:
        return failed(f"an abandoned session stays for {longest} seconds, at most {seconds_max} are allowed")
    return passed(f"an abandoned session ends after {longest} seconds")
