"""No file must let somebody in by where he comes from, nor keep a password in the clear."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="host.homes", when_none=failed("no homes could be looked at"))
def trust_files(body: Json, env: Environment) -> Outcome:
    """No file must let somebody in by where he comes from, nor keep a password in the clear.

    Why: both open a way past every rule for logins.
    Fix: remove .rhosts, .shosts, hosts.equiv, .netrc and .git-credentials; keep passwords in a vault.
    Source: OpenSSH manual sshd(8), FILES; netrc(5).
    """
    if body["trust"]:
        return failed(f"{body['trust'][0]['path']} lets somebody in by where he comes from")
    if body["passwords"]:
        return failed(f"{body['passwords'][0]['path']} keeps a password in the clear")
    return passed("no file in a home opens a way past a login")
