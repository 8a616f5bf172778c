"""KMS keys: what they are, their state, and whether their material is changed."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

ROTATABLE_STATES = {"Enabled", "Disabled"}


@collector(
    where="regional",
    permissions=("kms:ListKeys", "kms:DescribeKey", "kms:GetKeyRotationStatus"),
    shapes={"KeyMetadata": "kms:DescribeKey.KeyMetadata", "Rotation": "kms:GetKeyRotationStatus"},
)
def kms_keys(account: Account) -> Iterator[Seen | Unseen]:
    """Each KMS key; `Rotation` is None for keys that AWS manages or that KMS cannot rotate by itself."""

    def look(key: Json) -> Json:
        about = account.call("kms", "DescribeKey", KeyId=key["KeyId"])["KeyMetadata"]
        can_rotate = (
            about.get("KeyManager") == "CUSTOMER"
            and about.get("KeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
            and about.get("Origin", "AWS_KMS") == "AWS_KMS"
            and about.get("KeyState") in ROTATABLE_STATES
        )
        rotation = account.call("kms", "GetKeyRotationStatus", KeyId=key["KeyId"]) if can_rotate else None
        return {"KeyMetadata": about, "Rotation": rotation}

    yield from account.each(account.pages("kms", "ListKeys", "Keys", Limit=1000), lambda key: str(key["KeyArn"]), look)
