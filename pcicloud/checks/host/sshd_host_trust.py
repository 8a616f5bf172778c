"""SSH must not trust another machine in place of a user."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_host_trust(body: Json, env: Environment) -> Outcome:
    """SSH must not trust another machine in place of a user.

    Why: whoever takes the trusted machine then has this one too.
    Fix: set `HostbasedAuthentication no` and `IgnoreRhosts yes`.
    Source: OpenSSH manual sshd_config(5), HostbasedAuthentication, IgnoreRhosts.
    """
    if "yes" in values(body, "hostbasedauthentication"):
        return failed("HostbasedAuthentication is yes")
    if set(values(body, "ignorerhosts")) - {"yes"}:
        return failed("IgnoreRhosts is not yes")
    return passed("no machine is trusted in place of a user")
