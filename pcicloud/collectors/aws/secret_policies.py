"""Resource policies of secrets: who else may read them."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("secretsmanager:ListSecrets", "secretsmanager:GetResourcePolicy"),
    shapes="secretsmanager:GetResourcePolicy",
)
def secret_policies(account: Account) -> Iterator[Seen | Unseen]:
    """Each secret's resource policy as JSON text; `ResourcePolicy` is absent where it has none."""

    def look(secret: Json) -> Json:
        return account.call("secretsmanager", "GetResourcePolicy", SecretId=secret["ARN"])

    found = account.pages("secretsmanager", "ListSecrets", "SecretList", MaxResults=100)
    yield from account.each(found, lambda secret: str(secret["ARN"]), look)
