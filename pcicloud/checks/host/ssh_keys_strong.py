"""SSH keys must be strong."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.lines import content, lines

BITS_MIN = {"ED25519": 256, "ED25519-SK": 256, "ECDSA": 256, "ECDSA-SK": 256, "RSA": 2048}


@check(evidence="host.ssh_keys", when_none=not_applicable("SSH has no keys here"))
def ssh_keys_strong(body: Json, env: Environment) -> Outcome:
    """SSH keys must be strong.

    Why: a short key can be worked out, and then opens everything that it opened for its owner.
    Fix: `ssh-keygen -t ed25519`, or RSA of 3072 bits or more; take DSA and short keys out.
    Source: NIST SP 800-57 Part 1 Rev. 5, table 2; OpenSSH manual ssh-keygen(1).
    """
    rows = [(said, line.split()) for said in body["shown"] for line in said["stdout"].splitlines()]
    shown = [(said["argv"][-1], int(row[0]), row[-1].strip("()")) for said, row in rows if row and row[0].isdigit()]
    weak = [f"{path} ({kind}, {bits} bits)" for path, bits, kind in shown if bits < BITS_MIN.get(kind, 1 << 30)]
    if weak:
        return failed(f"weak keys: {', '.join(weak[:3])}")
    silent = {said["argv"][-1] for said in body["shown"] if said["exit_code"] != 0}
    unread = [file["path"] for file in body["let_in"] if file["path"] in silent and any(lines(content(file)))]
    if unread or not shown:
        return unknown(f"ssh-keygen could not read the keys in {unread[0]}" if unread else "ssh-keygen read no key")
    return passed(f"{len(shown)} keys are strong")
