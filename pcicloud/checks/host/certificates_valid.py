"""Certificates must not be expired, nor about to."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.certificates import certificate


@check(evidence="host.certificates", when_none=not_applicable("no certificate of a service is in the usual folders"))
def certificates_valid(body: Json, env: Environment, *, days_min: int) -> Outcome:
    """Certificates must not be expired, nor about to.

    Why: an expired certificate stops the service, or teaches people to click warnings away.
    Fix: renew the certificate.
    Source: OpenSSL manual openssl-x509(1); RFC 5280, 4.1.2.5.
    """
    found = certificate(body["certificate"])
    if found is None:
        return unknown("openssl could not read it as a certificate")
    days = (found.ends_at - env.as_of).days
    if days < 0:
        return failed(f"it expired on {found.ends_at:%Y-%m-%d}")
    if days < days_min:
        return failed(f"it ends on {found.ends_at:%Y-%m-%d}, in {days} days; {days_min} are wanted")
    return passed(f"it holds until {found.ends_at:%Y-%m-%d}")
