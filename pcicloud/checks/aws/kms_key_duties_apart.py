"""Who administers a key must not be able to use it."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.policy_conditions import only_callers, only_through_a_service
from pcicloud.reading.policy_text import EVERYBODY, account_of, covers, principals, statements_of

ADMINISTER = ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")
USE = ("kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:GenerateMac", "kms:Sign")


@check(evidence="aws.kms_key_policies", when_none=not_applicable("there is no KMS key in this region"))
def kms_key_duties_apart(key: Json, env: Environment) -> Outcome:
    """Who administers a key must not be able to use it.

    Why: with both rights one person can read card data and hide it; the default policy gives both to every admin.
    A condition excuses only where it lets a service use the key for its caller, who then holds no data key himself,
    and where it names the callers: then they are those who administer or use.
    Fix: replace `kms:*` by the administrative actions, and allow the use to named roles or through named services.
    Source: AWS KMS Developer Guide, "Default key policy" and "Separation of duties".
    """
    if key["KeyMetadata"].get("KeyManager") == "AWS":
        return not_applicable("AWS writes this key's policy")
    powers: dict[str, set[str]] = {}
    for statement in statements_of(key["Policy"]):
        if statement["Effect"] == "Allow" and not only_through_a_service(statement):
            for name in only_callers(statement) or principals(statement):
                powers.setdefault(_one_name(name), set()).update(_powers(statement))
    of_everybody = powers.get(EVERYBODY, set())
    both = sorted(name for name, found in powers.items() if len(found | of_everybody) > 1)
    if both:
        return failed(f"{both[0]} may both administer and use the key, only one of them is allowed")
    return passed("nobody may both administer and use the key")


def _one_name(principal: str) -> str:
    """A principal by the one name that AWS stores: an account may be written as its number or as its root ARN."""
    return f"arn:aws:iam::{account_of(principal)}:root" if principal.isdigit() else principal


def _powers(statement: Json) -> set[str]:
    kinds = {"administer": ADMINISTER, "use": USE}
    return {kind for kind, actions in kinds.items() if any(covers(statement, action) for action in actions)}
