"""The account's documents must not be open to everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ssm_documents", when_none=not_applicable("the account has no document of its own"))
def ssm_document_not_public(body: Json, env: Environment) -> Outcome:
    """The account's documents must not be open to everybody.

    Why: documents show how hosts are administered, with names of accounts, buckets and paths.
    Fix: take the account `all` from the document's permissions.
    Source: AWS Systems Manager User Guide, "Best practices for shared SSM documents".
    """
    if "all" in {account.lower() for account in body["AccountIds"]}:
        return failed(f"{body['Document']['Name']} is shared with everybody")
    return passed(f"{body['Document']['Name']} is not public")
