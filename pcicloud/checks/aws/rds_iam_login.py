"""Databases accept logins by IAM instead of stored passwords."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.rds_instances", when_none=not_applicable("there is no database"))
def rds_iam_login(database: Json, env: Environment) -> Outcome:
    """Databases accept logins by IAM instead of stored passwords.

    Why: a token that lives 15 minutes can't be found in a file, shared or forgotten at a leaver's exit.
    Fix: enable IAM database authentication and grant rds_iam to the application's user.
    Source: Amazon RDS User Guide, IAM database authentication.
    """
    if not database["Engine"].startswith(("postgres", "mysql", "mariadb", "aurora")):
        return not_applicable(f"{database['Engine']} knows no login by IAM")
    if not database.get("IAMDatabaseAuthenticationEnabled"):
        return failed("login by IAM is off, so passwords must be stored")
    return passed("login by IAM is on")
