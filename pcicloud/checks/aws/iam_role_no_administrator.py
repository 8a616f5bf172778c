"""No role may do everything without a boundary."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import administrator_grant


@check(evidence="aws.iam_roles", when_none=not_applicable("there is no role"))
def iam_role_no_administrator(role: Json, env: Environment) -> Outcome:
    """No role may do everything without a boundary.

    Why: who holds such a role can switch off every control, the audit log included.
    Fix: give the role the actions that its job needs, or set a permissions boundary that protects the controls.
    Source: AWS IAM User Guide, "Permissions boundaries for IAM entities".
    """
    if role["Path"].startswith("/aws-service-role/"):
        return not_applicable("AWS made this role for one of its services and limits it")
    grant = administrator_grant(role)
    if not grant:
        return passed(f"{role['RoleName']} is no administrator of everything")
    boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    if not boundary:
        return failed(f"{role['RoleName']} has {grant} and no permissions boundary")
    return passed(f"{role['RoleName']} has {grant}, limited by {boundary.rsplit('/', 1)[-1]}")
