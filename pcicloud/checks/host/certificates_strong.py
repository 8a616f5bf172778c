"""Certificates must have strong keys."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.certificates import certificate

BITS = {"rsaEncryption": 2048, "id-ecPublicKey": 224, "rsassaPss": 2048}


@check(evidence="host.certificates", when_none=not_applicable("no certificate of a service is in the usual folders"))
def certificates_strong(body: Json, env: Environment) -> Outcome:
    """Certificates must have strong keys.

    Why: a short key can be worked out, and then the traffic read.
    Fix: make a new key: RSA of 2048 bits or more, or an elliptic curve of 224 bits or more.
    Source: NIST SP 800-57 Part 1 Rev. 5, table 2.
    """
    found = certificate(body["certificate"])
    if found is None:
        return unknown("openssl could not read it as a certificate")
    if found.algorithm in ("ED25519", "ED448"):
        return passed(f"its key is {found.algorithm}")
    needed = BITS.get(found.algorithm)
    if needed is None:
        return failed(f"its key is {found.algorithm or 'of no known kind'}")
    if found.bits < needed:
        return failed(f"its key has {found.bits} bits ({found.algorithm}), {needed} are required")
    return passed(f"its key has {found.bits} bits ({found.algorithm})")
