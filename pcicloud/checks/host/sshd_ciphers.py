"""SSH must encrypt with strong ciphers only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.sshd import names

STRONG = {
    "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr",
    "aes192-ctr", "aes256-ctr",
}  # fmt: skip


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_ciphers(body: Json, env: Environment) -> Outcome:
    """SSH must encrypt with strong ciphers only.

    Why: with an old cipher a recorded session can be read later.
    Fix: set Ciphers to AES-GCM, AES-CTR and ChaCha20 only.
    Source: OpenSSH manual sshd_config(5), Ciphers; NIST SP 800-131A Rev. 2.
    """
    offered = names(body, "ciphers")
    if not offered:
        return unknown("sshd did not tell which ciphers it offers")
    weak = [name for name in offered if name not in STRONG]
    if weak:
        return failed(f"weak ciphers are offered: {', '.join(weak)}")
    return passed("only strong ciphers are offered")
