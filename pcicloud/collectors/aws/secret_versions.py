"""When the values of secrets that do not rotate by themselves were changed; never the values."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("secretsmanager:ListSecrets", "secretsmanager:ListSecretVersionIds"),
    shapes="secretsmanager:ListSecretVersionIds",
)
def secret_versions(account: Account) -> Iterator[Seen | Unseen]:
    """The versions, with the time of their making, of each secret without rotation."""

    def look(secret: Json) -> Json:
        return account.call("secretsmanager", "ListSecretVersionIds", SecretId=secret["ARN"])

    found = account.pages("secretsmanager", "ListSecrets", "SecretList", MaxResults=100)
    by_hand = [secret for secret in found if not secret.get("RotationEnabled")]
    yield from account.each(by_hand, lambda secret: str(secret["ARN"]), look)
