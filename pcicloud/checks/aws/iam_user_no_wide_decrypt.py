"""No IAM user may decrypt with every key."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.wide_decrypt import wide_uses


@check(
    evidence="aws.iam_users",
    beside=("aws.iam_groups", "aws.iam_policies"),
    when_none=not_applicable("there is no IAM user; people come through roles"),
)
def iam_user_no_wide_decrypt(
    user: Json, env: Environment, *, iam_groups: tuple[Json, ...], iam_policies: tuple[Json, ...]
) -> Outcome:
    """No IAM user may decrypt with every key.

    Why: the right to use every key and read every secret makes each holder a custodian of card data keys.
    The policies of the user and of its groups count, written into them or attached; AWS's own are known by name.
    Fix: name the keys and secrets in `Resource`, or tie the right to a service with `kms:ViaService`.
    Source: AWS KMS Developer Guide, "Best practices for IAM policies".
    """
    groups = [group for group in iam_groups if group["GroupName"] in user.get("GroupList", ())]
    found = wide_uses(user, [user, *groups], iam_policies)
    if found:
        return failed(f"{user['UserName']} may do {', '.join(found)} on every key or secret")
    return passed(f"{user['UserName']} has no policy that allows every key or secret")
