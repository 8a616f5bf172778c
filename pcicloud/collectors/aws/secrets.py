"""Secrets of Secrets Manager: their key and their rotation, never their value."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional", permissions=("secretsmanager:ListSecrets",), shapes="secretsmanager:ListSecrets.SecretList[]"
)
def secrets(account: Account) -> Iterator[Seen]:
    """Each secret's key, rotation and times of last use; values are not asked for."""
    for secret in account.pages("secretsmanager", "ListSecrets", "SecretList", MaxResults=100):
        yield Seen(secret["ARN"], secret)
