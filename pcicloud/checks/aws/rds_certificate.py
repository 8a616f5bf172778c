"""Databases show a certificate that is still valid."""

from __future__ import annotations

from datetime import datetime

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown


@check(evidence="aws.rds_instances", when_none=not_applicable("there is no database"))
def rds_certificate(database: Json, env: Environment, *, ended: list[str]) -> Outcome:
    """Databases show a certificate that is still valid.

    Why: clients that check the certificate break when it ends, and then somebody tells them not to check.
    Fix: choose a newer certificate authority for the instance, such as rds-ca-rsa2048-g1.
    Source: Amazon RDS User Guide, Certificate authorities.
    """
    authority = database.get("CACertificateIdentifier")
    if not authority or authority in ended:
        return failed(f"its certificate comes from {authority or 'an unknown authority'}, which has ended")
    ends = database.get("CertificateDetails", {}).get("ValidTill")
    if not ends:
        return unknown(f"its certificate comes from {authority}; AWS didn't say when it ends")
    if datetime.fromisoformat(ends) <= env.as_of:
        return failed(f"its certificate ended on {ends[:10]}")
    return passed(f"its certificate comes from {authority}")
