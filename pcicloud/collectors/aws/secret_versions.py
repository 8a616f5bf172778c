"""When the values of secrets that do not rotate by themselves were changed; never the values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

# Making a secret takes several steps, each of which is a change.
MADE_WITHIN = timedelta(minutes=1)


@collector(
    where="regional",
    permissions=("secretsmanager:ListSecrets", "secretsmanager:ListSecretVersionIds"),
    shapes="secretsmanager:ListSecretVersionIds",
)
def secret_versions(account: Account) -> Iterator[Seen | Unseen]:
    """The versions, with the time of their making, of each secret without rotation that was changed after its making.

    One that was never changed has the value that it was made with, whose time is the secret's own.
    """

    def look(secret: Json) -> Json:
        return account.call("secretsmanager", "ListSecretVersionIds", SecretId=secret["ARN"])

    found = account.pages("secretsmanager", "ListSecrets", "SecretList", MaxResults=100)
    by_hand = [secret for secret in found if not secret.get("RotationEnabled") and _was_changed(secret)]
    yield from account.each(by_hand, lambda secret: str(secret["ARN"]), look)


def _was_changed(secret: Json) -> bool:
    """Whether a secret was changed since it was made, as far as the list tells: its tags and its policy count, too."""
    changed, made = secret.get("LastChangedDate"), secret.get("CreatedDate")
    if not changed or not made:
        return True
    return datetime.fromisoformat(changed) - datetime.fromisoformat(made) > MADE_WITHIN
