"""Certificates have keys that are long enough."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.acm_certificates", when_none=not_applicable("there is no certificate"))
def acm_certificate_key(certificate: Json, env: Environment, *, rsa_bits_min: int, curve_bits_min: int) -> Outcome:
    """Certificates have keys that are long enough.

    Why: RSA keys of 1024 bits can be broken today by whoever has money for it.
    Fix: ask for a new certificate with an elliptic curve key or RSA of 2048 bits or more.
    Source: AWS Certificate Manager User Guide, Certificate characteristics: key algorithms; NIST SP 800-57 Part 1.
    """
    algorithm = certificate["KeyAlgorithm"]
    digits = re.search(r"(\d{3,4})", algorithm)
    bits = int(digits[1]) if digits else 0
    least = rsa_bits_min if algorithm.startswith("RSA") else curve_bits_min
    if bits < least:
        return failed(f"its key is {algorithm}, {least} bits are the least")
    return passed(f"its key is {algorithm}")
