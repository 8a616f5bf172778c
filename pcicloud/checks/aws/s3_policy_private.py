"""No bucket policy lets everybody in."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.policy_text import listed, statements_of
from pcicloud.reading.resource_policy import lets_everybody


@check(evidence="aws.s3_policies", when_none=not_applicable("there is no bucket"))
def s3_policy_private(body: Json, env: Environment) -> Outcome:
    """No bucket policy lets everybody in.

    Why: a statement for everybody whom no condition narrows makes the bucket public as soon as its block is lifted.
    Fix: name the principals in the statement, or add a condition on the organisation, the account or the endpoint.
    Source: Amazon S3 User Guide, The meaning of public.
    """
    for statement in statements_of(body["Policy"]):
        if lets_everybody(statement):
            action = (listed(statement.get("Action")) or ["everything"])[0]
            return failed(f"the statement {statement.get('Sid', 'without a name')} allows everybody {action}")
    return passed("no statement lets everybody in")
