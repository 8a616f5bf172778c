"""Who administers a key must not be able to use it."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import covers, statements_of
from pcicloud.reading.resource_policy import principals

ADMINISTER = ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")
USE = ("kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:GenerateMac", "kms:Sign")


@check(evidence="aws.kms_key_policies", when_none=not_applicable("there is no KMS key in this region"))
def kms_key_duties_apart(key: Json, env: Environment) -> Outcome:
    """Who administers a key must not be able to use it.

    Why: with both rights one person can read card data and hide it; the default policy gives both to every admin.
    Fix: replace `kms:*` by the administrative actions, and allow the use to named roles or through named services.
    Source: AWS KMS Developer Guide, "Default key policy" and "Separation of duties".
    """
    if key["KeyMetadata"].get("KeyManager") == "AWS":
        return not_applicable("AWS writes this key's policy")
    powers: dict[str, set[str]] = {}
    for statement in statements_of(key["Policy"]):
        if statement["Effect"] != "Allow" or statement.get("Condition"):
            continue
        for name in principals(statement):
            powers.setdefault(name, set()).update(_powers(statement))
    both = sorted(name for name, found in powers.items() if len(found) > 1)
    if both:
        return failed(f"{both[0]} may both administer and use the key, only one of them is allowed")
    return passed("nobody may both administer and use the key without a condition")


def _powers(statement: Json) -> set[str]:
    kinds = {"administer": ADMINISTER, "use": USE}
    return {kind for kind, actions in kinds.items() if any(covers(statement, action) for action in actions)}
