"""Private keys of certificates must be closed."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.file_modes", when_none=failed("no files could be looked at"))
def private_key_modes(body: Json, env: Environment) -> Outcome:
    """Private keys of certificates must be closed.

    Why: who reads the key can pretend to be the service and read its traffic.
    Fix: 0600 (0640 with the group ssl-cert), in /etc/ssl/private with 0710.
    Source: Debian ssl-cert; OpenSSL documentation.
    """
    keys = [stat for stat in body["private_keys"] if stat["type"] == "file"]
    found = loose(body["private_keys"], 0o640)
    if found:
        return failed(told(found))
    if not keys:
        return not_applicable("no private key of a certificate is in the usual folders")
    return passed(f"{len(keys)} private keys are closed")
