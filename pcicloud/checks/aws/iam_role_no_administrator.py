"""No role may do everything without a boundary."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.iam_policy import (
    ADMIN_POLICIES,
    WAYS_OUT,
    administrator_grant,
    allowed_everywhere,
    boundary_arn,
    document_at,
    is_of_aws,
)


@check(evidence="aws.iam_roles", beside=("aws.iam_policies",), when_none=not_applicable("there is no role"))
def iam_role_no_administrator(role: Json, env: Environment, *, iam_policies: tuple[Json, ...]) -> Outcome:
    """No role may do everything without a boundary.

    Why: who holds such a role can switch off every control, the audit log included.
    A boundary excuses only if it keeps its holder from stopping the trail and from leaving the boundary.
    Fix: give the role the actions that its job needs, or set a permissions boundary that protects the controls.
    Source: AWS IAM User Guide, "Permissions boundaries for IAM entities".
    """
    if role["Path"].startswith("/aws-service-role/"):
        return not_applicable("AWS made this role for one of its services and limits it")
    grant = administrator_grant(role)
    if not grant:
        return passed(f"{role['RoleName']} is no administrator of everything")
    boundary = boundary_arn(role)
    if not boundary:
        return failed(f"{role['RoleName']} has {grant} and no permissions boundary")
    return _judged_boundary(f"{role['RoleName']} has {grant}", boundary, iam_policies)


def _judged_boundary(holder: str, boundary: str, iam_policies: tuple[Json, ...]) -> Outcome:
    name = boundary.rsplit("/", 1)[-1]
    if is_of_aws(boundary) and name in ADMIN_POLICIES:
        return failed(f"{holder}, and its boundary {name} limits nothing")
    document = document_at(boundary, iam_policies)
    if document is None:
        return unknown(f"{holder}, and the text of its boundary {name} was not seen")
    left = allowed_everywhere([document], WAYS_OUT)
    if left:
        return failed(f"{holder}, and its boundary {name} still lets it do {left[0]}")
    return passed(f"{holder}, limited by {name}")
