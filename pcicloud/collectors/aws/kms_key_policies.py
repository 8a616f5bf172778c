"""Key policies: who may administer and who may use each KMS key of the account."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("kms:ListKeys", "kms:DescribeKey", "kms:GetKeyPolicy"),
    shapes={"KeyMetadata": "kms:DescribeKey.KeyMetadata", "Policy": "kms:GetKeyPolicy.Policy"},
)
def kms_key_policies(account: Account) -> Iterator[Seen | Unseen]:
    """Each KMS key with its policy as JSON text; `Policy` is None for a key that AWS manages."""

    def look(key: Json) -> Json:
        about = account.call("kms", "DescribeKey", KeyId=key["KeyId"])["KeyMetadata"]
        if about.get("KeyManager") == "AWS":
            return {"KeyMetadata": about, "Policy": None}
        policy = account.call("kms", "GetKeyPolicy", KeyId=key["KeyId"], PolicyName="default")["Policy"]
        return {"KeyMetadata": about, "Policy": policy}

    yield from account.each(account.pages("kms", "ListKeys", "Keys", Limit=1000), lambda key: str(key["KeyArn"]), look)
