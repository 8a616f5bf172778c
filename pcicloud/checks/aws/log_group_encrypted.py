"""Log groups must be encrypted with a key of the account."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.log_groups", when_none=failed("there is no log group in this region, so nothing is kept"))
def log_group_encrypted(group: Json, env: Environment) -> Outcome:
    """Log groups must be encrypted with a key of the account.

    Why: then the key's policy limits who can read the logs, whatever their IAM policies say.
    Fix: associate a KMS key with the log group.
    Source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    """
    if not group.get("kmsKeyId"):
        return failed("the log group is encrypted with no key of the account")
    return passed("the log group is encrypted with a key of the account")
