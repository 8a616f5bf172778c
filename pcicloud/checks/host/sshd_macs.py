"""SSH must protect messages with strong MACs only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.sshd import names

WEAK = ("md5", "sha1", "ripemd", "umac-64", "-96")


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_macs(body: Json, env: Environment) -> Outcome:
    """SSH must protect messages with strong MACs only.

    Why: with a weak or short MAC somebody in between can alter a session.
    Fix: set MACs to the SHA-2 and UMAC-128 variants that end in -etm@openssh.com.
    Source: OpenSSH manual sshd_config(5), MACs; NIST SP 800-131A Rev. 2.
    """
    offered = names(body, "macs")
    if not offered:
        return unknown("sshd did not tell which MACs it offers")
    weak = [name for name in offered if any(part in name for part in WEAK)]
    if weak:
        return failed(f"weak MACs are offered: {', '.join(weak)}")
    return passed("only strong MACs are offered")
