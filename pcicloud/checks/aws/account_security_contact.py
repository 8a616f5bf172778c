"""AWS must know whom to call about a security problem."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.account_security_contact", when_none=failed("the account has no security contact"))
def account_security_contact(contact: Json, env: Environment) -> Outcome:
    """AWS must know whom to call about a security problem.

    Why: AWS's notices of abuse and leaked keys go to the security contact; without one they reach a shared mailbox.
    Fix: set the alternate contact of type SECURITY (`pcicloud env apply` does).
    Source: AWS Account Management API Reference, GetAlternateContact.
    """
    missing = [field for field in ("EmailAddress", "PhoneNumber") if not contact.get(field)]
    if missing:
        return failed(f"the security contact has no {' and no '.join(missing)}")
    return passed("the account has a security contact with mail address and telephone number")
