"""No policy of the account may allow everything."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import allows_all, default_document


@check(evidence="aws.iam_policies", when_none=not_applicable("the account has no managed policy of its own"))
def iam_policy_no_full_rights(policy: Json, env: Environment) -> Outcome:
    """No policy of the account may allow everything.

    Why: least privilege ends where a policy allows every action on every resource.
    Fix: name the actions and the resources that the job needs.
    Source: AWS IAM API Reference, GetAccountAuthorizationDetails.
    """
    if policy["AttachmentCount"] == 0:
        return not_applicable("the policy grants nobody anything: it is attached to nobody, or it is only a boundary")
    if allows_all([default_document(policy)]):
        return failed(f"{policy['Arn'].rsplit('/', 1)[-1]} allows every action on everything")
    return passed(f"{policy['Arn'].rsplit('/', 1)[-1]} does not allow everything")
