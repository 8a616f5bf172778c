"""The root user must have no access keys."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.iam_account_summary", when_none=failed("AWS gave no summary of the account"))
def iam_root_no_keys(summary: Json, env: Environment) -> Outcome:
    """The root user must have no access keys.

    Why: such a key can do anything, nothing can limit it, and it belongs to no person.
    Fix: log in as the root user and delete its access keys.
    Source: AWS IAM API Reference, GetAccountSummary; AWS IAM User Guide, "Root user best practices".
    """
    if summary["AccountAccessKeysPresent"]:
        return failed("the root user has an access key, none is allowed")
    return passed("the root user has no access key")
