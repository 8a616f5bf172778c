"""SSH must show a notice before the login."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import value


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_banner(body: Json, env: Environment) -> Outcome:
    """SSH must show a notice before the login.

    Why: it tells that use is watched and only for those entitled, and it takes away the excuse.
    Fix: set `Banner /etc/issue.net` and write the notice there.
    Source: OpenSSH manual sshd_config(5), Banner.
    """
    said = value(body, "banner")
    if said in ("", "none"):
        return failed("no banner is shown before the login")
    return passed(f"{said} is shown before the login")
