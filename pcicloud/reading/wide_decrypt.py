"""Finds who may use every key or read every secret, whatever policy says so."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json
from pcicloud.reading.iam_policy import (
    ADMIN_POLICIES,
    allowed_everywhere,
    attached_documents,
    boundary_arn,
    document_at,
    inline_documents,
    is_of_aws,
    of_aws,
)

USES = ("kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant", "secretsmanager:GetSecretValue")
# Source: AWS Managed Policy Reference Guide. IAMFullAccess, the third of the administrators, has no right on keys.
DECRYPTING = (ADMIN_POLICIES - {"IAMFullAccess"}) | {"SecretsManagerReadWrite"}


def wide_uses(holder: Json, entities: Iterable[Json], policies: Iterable[Json]) -> list[str]:
    """What a user or role may do with every key or secret by the policies of `entities` (itself, its groups).

    A policy of AWS is told by its name. What the holder's boundary does not allow everywhere is left out; a boundary
    whose text was not seen excuses nothing.
    """
    policies, entities = tuple(policies), tuple(entities)
    named = sorted({name for entity in entities for name in of_aws(entity)} & DECRYPTING)
    documents = [text for entity in entities for text in inline_documents(entity)]
    documents += [text for entity in entities for text in attached_documents(entity, policies)]
    found = _within_boundary(holder, allowed_everywhere(documents, USES), policies)
    if named and _within_boundary(holder, USES, policies):
        found.append(f"what AWS's policy {named[0]} allows")
    return found


def _within_boundary(holder: Json, actions: Iterable[str], policies: Iterable[Json]) -> list[str]:
    arn = boundary_arn(holder)
    document = document_at(arn, policies) if arn and not is_of_aws(arn) else None
    return list(actions) if document is None else allowed_everywhere([document], actions)
