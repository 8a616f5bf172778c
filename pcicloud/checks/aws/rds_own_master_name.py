"""The first user of a database has no name that everybody knows."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.rds_instances", when_none=not_applicable("there is no database"))
def rds_own_master_name(database: Json, env: Environment, *, names: list[str]) -> Outcome:
    """The first user of a database has no name that everybody knows.

    Why: known names of powerful accounts are what attackers try first.
    Fix: restore the database from a snapshot into one with another master user name.
    Source: AWS Security Hub User Guide, Amazon RDS controls: administrator user names.
    """
    if database["MasterUsername"].lower() in names:
        return failed(f"the master user is called {database['MasterUsername']}, a well-known default")
    return passed("the master user has a name of its own")
