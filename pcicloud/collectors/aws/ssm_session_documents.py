"""Session Manager preferences: how administrators' sessions end, are recorded and encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

OWN = [{"Key": "Owner", "Values": ["Self"]}]


@collector(where="regional", permissions=("ssm:ListDocuments", "ssm:GetDocument"), shapes="ssm:GetDocument")
def ssm_session_documents(account: Account) -> Iterator[Seen | Unseen]:
    """Each session document of the account, its content as JSON text; nothing where AWS's defaults are in force."""

    def look(document: Json) -> Json:
        return account.call("ssm", "GetDocument", Name=document["Name"], DocumentFormat="JSON")

    documents = account.pages("ssm", "ListDocuments", "DocumentIdentifiers", Filters=OWN, MaxResults=50)
    sessions = [document for document in documents if document.get("DocumentType") == "Session"]
    yield from account.each(sessions, lambda document: str(document["Name"]), look)
