"""Each trail must encrypt its log files with a key of the account."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.cloudtrail_trails", when_none=failed("the account has no trail"))
def cloudtrail_encrypted(body: Json, env: Environment) -> Outcome:
    """Each trail must encrypt its log files with a key of the account.

    Why: then reading a log takes two rights, on the bucket and on the key, and the second can be kept to few people.
    Fix: set KMSKeyId on the trail.
    Source: AWS CloudTrail User Guide, "Encrypting CloudTrail log files with AWS KMS keys".
    """
    trail = body["Trail"]
    if not trail.get("KmsKeyId"):
        return failed(f"{trail['Name']} encrypts with no key of the account")
    return passed(f"{trail['Name']} encrypts with {trail['KmsKeyId'].rsplit(':', 1)[-1]}")
