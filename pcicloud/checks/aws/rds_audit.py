"""PostgreSQL databases record who read and changed which data."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.databases import setting


@check(
    evidence="aws.rds_instances",
    beside=("aws.rds_parameter_groups", "aws.rds_clusters"),
    when_none=not_applicable("there is no database"),
)
def rds_audit(
    database: Json,
    env: Environment,
    *,
    rds_parameter_groups: tuple[Json, ...],
    rds_clusters: tuple[Json, ...],
    classes: list[str],
) -> Outcome:
    """PostgreSQL databases record who read and changed which data.

    Why: the server's own log tells of connections and errors, not of who looked at card data.
    Fix: load pgaudit by shared_preload_libraries and name the classes in pgaudit.log.
    Source: Amazon RDS User Guide, Using pgAudit to log database activity.
    """
    if database["Engine"] not in ("postgres", "aurora-postgresql"):
        return not_applicable(f"pgaudit belongs to PostgreSQL, this is {database['Engine']}")
    libraries = setting("shared_preload_libraries", database, rds_parameter_groups, rds_clusters) or ""
    if "pgaudit" not in [name.strip() for name in libraries.split(",")]:
        return failed("pgaudit isn't loaded")
    log = setting("pgaudit.log", database, rds_parameter_groups, rds_clusters) or "none"
    named = [name.strip().lower() for name in log.split(",")]
    missing = [name for name in classes if (name not in named and "all" not in named) or f"-{name}" in named]
    if missing:
        return failed(f"pgaudit.log is {log}, {missing[0]} is missing")
    if any(group.get("ParameterApplyStatus") == "pending-reboot" for group in database.get("DBParameterGroups", ())):
        return failed("its parameters wait for a reboot, so pgaudit may not run yet")
    return passed(f"pgaudit records {log}")
