"""The root user must have a second factor, or no credentials at all."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.iam_account_summary", when_none=failed("AWS gave no summary of the account"))
def iam_root_mfa(summary: Json, env: Environment) -> Outcome:
    """The root user must have a second factor, or no credentials at all.

    Why: whoever learns the root user's password owns the account.
    Fix: register an MFA device for the root user, or remove its credentials centrally through AWS Organizations.
    Source: AWS IAM API Reference, GetAccountSummary.
    """
    if summary["AccountMFAEnabled"]:
        return passed("the root user has a second factor")
    if summary.get("AccountPasswordPresent") == 0 and not summary["AccountAccessKeysPresent"]:
        return passed("the root user has no credentials")
    return failed("the root user has no second factor")
