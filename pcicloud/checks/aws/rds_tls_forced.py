"""Databases refuse connections without TLS."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.databases import setting, unset_forces_tls

PARAMETERS = {
    "postgres": "rds.force_ssl", "aurora-postgresql": "rds.force_ssl", "sqlserver": "rds.force_ssl",
    "mysql": "require_secure_transport", "mariadb": "require_secure_transport",
    "aurora-mysql": "require_secure_transport",
}  # fmt: skip


@check(
    evidence="aws.rds_instances",
    beside=("aws.rds_parameter_groups", "aws.rds_clusters"),
    when_none=not_applicable("there is no database"),
)
def rds_tls_forced(
    database: Json, env: Environment, *, rds_parameter_groups: tuple[Json, ...], rds_clusters: tuple[Json, ...]
) -> Outcome:
    """Databases refuse connections without TLS.

    Why: passwords and card numbers cross the network in every query.
    Fix: set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB) to 1.
    Source: Amazon RDS User Guide, Using SSL/TLS to encrypt a connection to a DB instance or cluster.
    """
    engine = database["Engine"]
    name = next((PARAMETERS[start] for start in PARAMETERS if engine.startswith(start)), None)
    if name is None:
        return unknown(f"whether {engine} refuses connections without TLS isn't told by its parameters")
    value = setting(name, database, rds_parameter_groups, rds_clusters)
    if value is None and unset_forces_tls(database):
        return passed(f"{name} is on by the default of {engine} {database['EngineVersion']}")
    if str(value).lower() not in ("1", "on"):
        return failed(f"{name} is {'not set' if value is None else value}, it must be 1")
    return passed(f"{name} is {value}")
