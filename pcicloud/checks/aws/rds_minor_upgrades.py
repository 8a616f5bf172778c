"""Databases take minor versions by themselves."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.rds_instances", when_none=not_applicable("there is no database"))
def rds_minor_upgrades(database: Json, env: Environment) -> Outcome:
    """Databases take minor versions by themselves.

    Why: minor versions carry the security patches; nobody remembers them each month.
    Fix: set AutoMinorVersionUpgrade to true and choose a maintenance window.
    Source: Amazon RDS User Guide, Automatically upgrading the minor engine version.
    """
    return (
        passed("minor versions install themselves")
        if database.get("AutoMinorVersionUpgrade")
        else failed("minor versions wait for a person")
    )
