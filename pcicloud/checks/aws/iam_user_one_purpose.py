"""An IAM user is either a person or a program, never both."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.credentials import active_keys, has_password, is_root


@check(
    evidence="aws.iam_credential_report", when_none=not_applicable("there is no IAM user; people come through roles")
)
def iam_user_one_purpose(line: Json, env: Environment) -> Outcome:
    """An IAM user is either a person or a program, never both.

    Why: where a program's user can log in to the console, its actions can no longer be told from a person's.
    Fix: take the login profile from the program's user, or the access keys from the person's.
    Source: AWS IAM User Guide, "Generate credential reports".
    """
    if is_root(line):
        return not_applicable("the root user is judged by aws.iam_root_no_keys")
    if has_password(line) and active_keys(line):
        return failed(f"{line['user']} has both a console password and an access key, one of them is too much")
    if has_password(line):
        return passed(f"{line['user']} is for a person")
    if active_keys(line):
        return passed(f"{line['user']} is for a program")
    return not_applicable("the user has no credential that works")
