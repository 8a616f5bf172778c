"""No policy of the account may let its holder give himself more rights."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import ESCALATING, allowed_everywhere, default_document


@check(evidence="aws.iam_policies", when_none=not_applicable("the account has no managed policy of its own"))
def iam_policy_no_escalation(policy: Json, env: Environment) -> Outcome:
    """No policy of the account may let its holder give himself more rights.

    Why: who may pass any role, take any role or write any policy is an administrator by two more steps.
    Fix: name the roles, users or policies in `Resource`, or add a condition that does.
    Source: AWS IAM User Guide, "Grant a user permissions to pass a role to an AWS service" and "IAM policy actions".
    """
    if policy["AttachmentCount"] == 0:
        return not_applicable("the policy grants nobody anything: it is attached to nobody, or it is only a boundary")
    found = allowed_everywhere([default_document(policy)], ESCALATING)
    if found:
        return failed(f"{policy['Arn'].rsplit('/', 1)[-1]} allows {', '.join(found[:3])} on every resource")
    return passed(f"{policy['Arn'].rsplit('/', 1)[-1]} lets nobody raise his own rights")
