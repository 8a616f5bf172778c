"""IAM users must get their rights through groups only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.iam_users", when_none=not_applicable("there is no IAM user; people come through roles"))
def iam_user_rights_by_group(user: Json, env: Environment) -> Outcome:
    """IAM users must get their rights through groups only.

    Why: rights that are given one by one fit no job's profile, and nobody takes them away again.
    Fix: put the policy on a group that stands for a job, and the user into the group.
    Source: AWS IAM API Reference, GetAccountAuthorizationDetails.
    """
    own = [policy["PolicyName"] for policy in user.get("UserPolicyList", ())]
    own += [policy["PolicyName"] for policy in user.get("AttachedManagedPolicies", ())]
    if own:
        return failed(f"{user['UserName']} has policies of its own ({', '.join(sorted(own))}), none is allowed")
    return passed(f"{user['UserName']} has no policy of its own")
