"""No IAM user may give himself more rights by what is written into him or into his groups."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import ESCALATING, allowed_everywhere, inline_documents


@check(
    evidence="aws.iam_users",
    beside=("aws.iam_groups",),
    when_none=not_applicable("there is no IAM user; people come through roles"),
)
def iam_user_no_escalation(user: Json, env: Environment, *, iam_groups: tuple[Json, ...]) -> Outcome:
    """No IAM user may give himself more rights by what is written into him or into his groups.

    Why: who may pass any role, take any role or write any policy is an administrator by two more steps.
    Managed policies of the account are judged by aws.iam_policy_no_escalation.
    Fix: name the roles, users or policies in `Resource`, or add a condition that does.
    Source: AWS IAM User Guide, "Grant a user permissions to pass a role to an AWS service" and "IAM policy actions".
    """
    groups = [group for group in iam_groups if group["GroupName"] in user.get("GroupList", ())]
    documents = [text for entity in (user, *groups) for text in inline_documents(entity)]
    if not documents:
        return not_applicable("no policy is written into the user or his groups")
    found = allowed_everywhere(documents, ESCALATING)
    if found:
        return failed(f"{user['UserName']} may do {', '.join(found[:3])} on every resource")
    return passed(f"{user['UserName']} cannot raise his own rights")
