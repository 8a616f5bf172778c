"""No role may decrypt with every key."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.wide_decrypt import wide_uses


@check(evidence="aws.iam_roles", beside=("aws.iam_policies",), when_none=not_applicable("there is no role"))
def iam_role_no_wide_decrypt(role: Json, env: Environment, *, iam_policies: tuple[Json, ...]) -> Outcome:
    """No role may decrypt with every key.

    Why: the right to use every key and read every secret makes each holder a custodian of card data keys.
    The policies written into the role and those attached to it count; AWS's own are known by their names.
    Fix: name the keys and secrets in `Resource`, or tie the right to a service with `kms:ViaService`.
    Source: AWS KMS Developer Guide, "Best practices for IAM policies".
    """
    if role["Path"].startswith("/aws-service-role/"):
        return not_applicable("AWS made this role for one of its services and limits it")
    if not role.get("RolePolicyList") and not role.get("AttachedManagedPolicies"):
        return not_applicable("the role has no policy")
    found = wide_uses(role, [role], iam_policies)
    if found:
        return failed(f"{role['RoleName']} may do {', '.join(found)} on every key or secret")
    return passed(f"{role['RoleName']} has no policy that allows every key or secret")
