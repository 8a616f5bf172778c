"""A secret's own policy must not let in everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.resource_policy import open_to_everybody


@check(evidence="aws.secret_policies", when_none=not_applicable("Secrets Manager holds no secret in this region"))
def secret_not_open(secret: Json, env: Environment) -> Outcome:
    """A secret's own policy must not let in everybody.

    Why: a secret that anybody may read is published.
    Fix: name the roles in the secret's policy, or delete the policy.
    Source: AWS Secrets Manager User Guide, "Resource-based policies".
    """
    if not secret.get("ResourcePolicy"):
        return passed(f"{secret['Name']} has no policy of its own, so only IAM policies of this account open it")
    found = open_to_everybody(secret["ResourcePolicy"])
    if found:
        return failed(f"the policy of {secret['Name']} lets everybody in by the statement {', '.join(found)}")
    return passed(f"the policy of {secret['Name']} names who may read it")
