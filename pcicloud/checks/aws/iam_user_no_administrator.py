"""No IAM user may be an administrator of everything."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import administrator_grant


@check(
    evidence="aws.iam_users",
    when_none=not_applicable("there is no IAM user; people come through roles"),
    beside=("aws.iam_groups",),
)
def iam_user_no_administrator(user: Json, env: Environment, *, iam_groups: tuple[Json, ...]) -> Outcome:
    """No IAM user may be an administrator of everything.

    Why: a user's lasting password or key would be enough to take over the account.
    Fix: take the policy away; let the person take a role with a second factor, for as long as the work lasts.
    Source: AWS IAM User Guide, "Security best practices in IAM".
    """
    groups = [group for group in iam_groups if group["GroupName"] in user.get("GroupList", ())]
    for entity in (user, *groups):
        grant = administrator_grant(entity)
        if grant:
            way = f" through the group {entity['GroupName']}" if "GroupName" in entity else ""
            return failed(f"{user['UserName']} has {grant}{way}")
    return passed(f"{user['UserName']} is no administrator of everything")
