"""Each IAM user who logs in to the console must have a second factor."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.credentials import has_password, has_second_factor, is_root


@check(
    evidence="aws.iam_credential_report", when_none=not_applicable("there is no IAM user; people come through roles")
)
def iam_user_mfa(line: Json, env: Environment) -> Outcome:
    """Each IAM user who logs in to the console must have a second factor.

    Why: a password alone can be guessed, phished or bought.
    Fix: register an MFA device for the user, or delete the login profile and let the person come through a role.
    Source: AWS IAM User Guide, "Generate credential reports".
    """
    if is_root(line):
        return not_applicable("the root user is judged by aws.iam_root_mfa")
    if not has_password(line):
        return not_applicable("the user has no console password")
    if not has_second_factor(line):
        return failed(f"{line['user']} logs in with a password alone, a second factor is required")
    return passed(f"{line['user']} has a second factor")
