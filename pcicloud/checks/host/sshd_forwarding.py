"""SSH must not tunnel other traffic through the host."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import values

KEYS = (
    "x11forwarding",
    "allowtcpforwarding",
    "allowstreamlocalforwarding",
    "gatewayports",
    "permittunnel",
    "allowagentforwarding",
)


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_forwarding(body: Json, env: Environment) -> Outcome:
    """SSH must not tunnel other traffic through the host.

    Why: a tunnel goes around the rules between networks.
    Fix: set each of X11Forwarding, PermitTunnel, GatewayPorts and the Allow…Forwarding settings to no.
    Source: OpenSSH manual sshd_config(5).
    """
    wrong = [f"{key} is {said}" for key in KEYS for said in values(body, key) if said != "no"]
    if wrong:
        return failed(f"traffic can be tunnelled: {', '.join(wrong)}")
    return passed("nothing can be tunnelled through SSH")
