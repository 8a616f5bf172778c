"""DynamoDB tables can't be deleted by mistake."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.dynamodb_tables", when_none=not_applicable("there is no DynamoDB table"))
def dynamodb_deletion_protection(table: Json, env: Environment) -> Outcome:
    """DynamoDB tables can't be deleted by mistake.

    Why: with the table goes what it recorded.
    Fix: set DeletionProtectionEnabled to true.
    Source: Amazon DynamoDB Developer Guide, Using deletion protection.
    """
    return (
        passed("deletion protection is on")
        if table.get("DeletionProtectionEnabled")
        else failed("deletion protection is off")
    )
