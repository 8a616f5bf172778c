"""Certificates are written to the public transparency logs."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.acm_certificates", when_none=not_applicable("there is no certificate"))
def acm_transparency(certificate: Json, env: Environment) -> Outcome:
    """Certificates are written to the public transparency logs.

    Why: browsers distrust certificates that aren't, and the log shows when somebody else got one for our name.
    Fix: set CertificateTransparencyLoggingPreference to ENABLED and renew.
    Source: AWS Certificate Manager User Guide, Certificate transparency logging.
    """
    if certificate.get("Type") != "AMAZON_ISSUED":
        return not_applicable("AWS didn't issue this certificate")
    if certificate.get("Options", {}).get("CertificateTransparencyLoggingPreference", "ENABLED") != "ENABLED":
        return failed("transparency logging is switched off")
    return passed("it is written to the transparency logs")
