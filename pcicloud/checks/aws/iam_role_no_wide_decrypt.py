"""No role's own policies may decrypt with every key."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import allowed_everywhere, inline_documents

USES = ("kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant", "secretsmanager:GetSecretValue")


@check(evidence="aws.iam_roles", when_none=not_applicable("there is no role"))
def iam_role_no_wide_decrypt(role: Json, env: Environment) -> Outcome:
    """No role's own policies may decrypt with every key.

    Why: the right to use every key and read every secret makes each holder a custodian of card data keys.
    Fix: name the keys and secrets in `Resource`, or tie the right to a service with `kms:ViaService`.
    Source: AWS KMS Developer Guide, "Best practices for IAM policies".
    """
    documents = inline_documents(role)
    if not documents:
        return not_applicable("the role has no policy written into it")
    found = allowed_everywhere(documents, USES)
    if found:
        return failed(f"{role['RoleName']} may do {', '.join(found)} on every key or secret")
    return passed(f"{role['RoleName']} may use named keys and secrets only")
