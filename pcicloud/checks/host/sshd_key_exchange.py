"""SSH must agree on keys with strong methods only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.sshd import names

WEAK = ("sha1", "group1-", "group14-sha1", "rsa1024", "gss-")


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_key_exchange(body: Json, env: Environment) -> Outcome:
    """SSH must agree on keys with strong methods only.

    Why: with SHA-1 or a small group, the session's key can be worked out.
    Fix: set KexAlgorithms to curve25519, ecdh-sha2 and the large groups with SHA-2.
    Source: OpenSSH manual sshd_config(5), KexAlgorithms; RFC 9142.
    """
    offered = names(body, "kexalgorithms")
    if not offered:
        return unknown("sshd did not tell which key exchanges it offers")
    weak = [name for name in offered if any(part in name for part in WEAK)]
    if weak:
        return failed(f"weak key exchanges are offered: {', '.join(weak)}")
    return passed("only strong key exchanges are offered")
