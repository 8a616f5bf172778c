"""The account's own Systems Manager documents, and with whom they are shared."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

OWN = [{"Key": "Owner", "Values": ["Self"]}]


@collector(
    where="regional",
    permissions=("ssm:ListDocuments", "ssm:DescribeDocumentPermission"),
    shapes={
        "Document": "ssm:ListDocuments.DocumentIdentifiers[]",
        "AccountIds": "ssm:DescribeDocumentPermission.AccountIds",
    },
)
def ssm_documents(account: Account) -> Iterator[Seen | Unseen]:
    """Each document that the account owns, with the accounts that may use it (`all`: everybody)."""

    def look(document: Json) -> Json:
        shared = account.call("ssm", "DescribeDocumentPermission", Name=document["Name"], PermissionType="Share")
        return {"Document": document, "AccountIds": shared.get("AccountIds") or []}

    documents = account.pages("ssm", "ListDocuments", "DocumentIdentifiers", Filters=OWN, MaxResults=50)
    yield from account.each(documents, lambda document: str(document["Name"]), look)
