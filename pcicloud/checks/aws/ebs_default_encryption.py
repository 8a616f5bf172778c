"""New volumes must be encrypted without being asked."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.ebs_default_encryption", when_none=failed("AWS told no setting"))
def ebs_default_encryption(setting: Json, env: Environment) -> Outcome:
    """New volumes must be encrypted without being asked.

    Why: one volume that somebody makes by hand is enough for card data in the clear.
    Fix: switch on EBS encryption by default in the region (`pcicloud env apply` does).
    Source: Amazon EC2 API Reference, GetEbsEncryptionByDefault.
    """
    if not setting.get("EbsEncryptionByDefault"):
        return failed("new volumes are not encrypted unless somebody asks for it")
    return passed("new volumes are encrypted")
