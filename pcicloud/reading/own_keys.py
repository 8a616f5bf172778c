"""Tells keys of the account from those that AWS manages for its services."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json


def is_of_aws(key: str, keys: Iterable[Json]) -> bool:
    """Whether a key, named by alias, id or ARN, is managed by AWS; `keys` are bodies of `aws.kms_keys`.

    An alias of AWS says so itself. A key that is not among `keys` belongs to another account, so not to AWS's service.
    """
    if key.rpartition(":")[2].startswith("alias/aws/"):
        return True
    known = [body["KeyMetadata"] for body in keys]
    return any(about.get("KeyManager") == "AWS" for about in known if key and key in (about["Arn"], about["KeyId"]))
