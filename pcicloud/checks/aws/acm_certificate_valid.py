"""Certificates are valid, don't end soon, and weren't made for ever."""

from __future__ import annotations

from datetime import datetime

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed

LIFETIME_DAYS_MAX = 825


@check(evidence="aws.acm_certificates", when_none=not_applicable("there is no certificate"))
def acm_certificate_valid(certificate: Json, env: Environment, *, days_min: int) -> Outcome:
    """Certificates are valid, don't end soon, and weren't made for ever.

    Why: an expired certificate stops payments, or teaches people to click warnings away.
    Fix: renew the certificate; those that ACM issued and that DNS validates renew themselves.
    Source: AWS Certificate Manager API Reference, ListCertificates; Apple Support, Requirements for trusted
    certificates.
    """
    if certificate["Status"] == "PENDING_VALIDATION":
        return not_applicable("it was asked for and isn't issued yet")
    if certificate["Status"] != "ISSUED":
        return failed(f"it is in state {certificate['Status']}")
    ends = datetime.fromisoformat(certificate["NotAfter"])
    if ends <= env.as_of:
        return failed(f"it ended on {ends:%Y-%m-%d}")
    days = (ends - env.as_of).days
    if days < days_min:
        return failed(f"it ends on {ends:%Y-%m-%d}, in {days} days; {days_min} days are the least")
    lifetime_days = (ends - datetime.fromisoformat(certificate["NotBefore"])).days
    if lifetime_days > LIFETIME_DAYS_MAX:
        return failed(f"it was made for {lifetime_days} days, clients trust {LIFETIME_DAYS_MAX} at most")
    return passed(f"it is valid until {ends:%Y-%m-%d}")
