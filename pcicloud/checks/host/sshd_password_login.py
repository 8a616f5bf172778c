"""A password alone must not open an SSH session."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_password_login(body: Json, env: Environment) -> Outcome:
    """A password alone must not open an SSH session.

    Why: a password that is guessed or stolen is then enough to get in.
    Fix: set `PasswordAuthentication no`; leave keyboard-interactive only as a second step of AuthenticationMethods.
    Source: OpenSSH manual sshd_config(5), PasswordAuthentication, KbdInteractiveAuthentication,
      AuthenticationMethods.
    """
    if "yes" in values(body, "passwordauthentication"):
        return failed("PasswordAuthentication is yes for somebody")
    methods = values(body, "authenticationmethods") or ("any",)
    interactive = "yes" in values(body, "kbdinteractiveauthentication")
    alone = [path for said in methods for path in said.split() if "," not in path and path != "publickey"]
    if interactive and alone:
        return failed(f"KbdInteractiveAuthentication is yes and AuthenticationMethods ({alone[0]}) lets it stand alone")
    return passed("nobody gets in with a password alone")
