"""Buckets refuse calls that don't come over TLS."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.policy_text import statements_of
from pcicloud.reading.resource_policy import refuses_plain_http


@check(evidence="aws.s3_policies", when_none=not_applicable("there is no bucket"))
def s3_tls_only(body: Json, env: Environment) -> Outcome:
    """Buckets refuse calls that don't come over TLS.

    Why: S3 answers over plain HTTP as well, and then everybody on the way reads along.
    Fix: add a statement that denies everybody s3:* when aws:SecureTransport is false.
    Source: Amazon S3 User Guide, Security best practices: enforce encryption of data in transit.
    """
    if any(refuses_plain_http(statement) for statement in statements_of(body["Policy"])):
        return passed("calls without TLS are denied")
    return failed(
        "the policy doesn't deny calls without TLS"
        if body["Policy"]
        else "there is no policy that denies calls without TLS"
    )
