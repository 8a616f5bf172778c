"""Macie must look for card data in the region's buckets."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.macie_session", when_none=failed("Macie is off in this region"))
def macie_on(session: Json, env: Environment) -> Outcome:
    """Macie must look for card data in the region's buckets.

    Why: card numbers get into exports, logs and uploads where nobody expects them.
    Fix: enable Macie.
    Source: Amazon Macie REST API Reference, GetMacieSession.
    """
    if session["status"] != "ENABLED":
        return failed(f"Macie is {session['status'].lower()}")
    return passed("Macie is enabled")
