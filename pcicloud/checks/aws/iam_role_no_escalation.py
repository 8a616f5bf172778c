"""No role's own policies may let its holder give himself more rights."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import ESCALATING, allowed_everywhere, inline_documents


@check(evidence="aws.iam_roles", when_none=not_applicable("there is no role"))
def iam_role_no_escalation(role: Json, env: Environment) -> Outcome:
    """No role's own policies may let its holder give himself more rights.

    Why: a program or person in such a role is an administrator by two more steps.
    Fix: name the roles, users or policies in `Resource`, or add a condition that does.
    Source: AWS IAM User Guide, "Grant a user permissions to pass a role to an AWS service".
    """
    documents = inline_documents(role)
    if not documents:
        return not_applicable("the role has no policy written into it")
    found = allowed_everywhere(documents, ESCALATING)
    if found:
        return failed(f"{role['RoleName']} may do {', '.join(found[:3])} on every resource")
    return passed(f"{role['RoleName']} cannot raise its own rights")
