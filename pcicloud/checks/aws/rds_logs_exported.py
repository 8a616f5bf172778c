"""Databases send their logs to CloudWatch Logs."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.databases import cluster_of

WANTED = {
    "postgres": ("postgresql",), "aurora-postgresql": ("postgresql",), "mysql": ("audit", "error"),
    "aurora-mysql": ("audit", "error"), "mariadb": ("audit", "error"), "sqlserver": ("error",),
    "oracle": ("audit", "listener"), "db2": ("diag.log",),
}  # fmt: skip


@check(evidence="aws.rds_instances", beside=("aws.rds_clusters",), when_none=not_applicable("there is no database"))
def rds_logs_exported(database: Json, env: Environment, *, rds_clusters: tuple[Json, ...]) -> Outcome:
    """Databases send their logs to CloudWatch Logs.

    Why: logs that stay on the database vanish with it after days, and its administrator can change them.
    Fix: enable the log exports of the engine: postgresql; audit and error; agent and error; audit and listener.
    Source: Amazon RDS User Guide, Publishing database logs to Amazon CloudWatch Logs.
    """
    engine = database["Engine"]
    wanted = next((WANTED[start] for start in WANTED if engine.startswith(start)), ())
    if not wanted:
        return unknown(f"which logs {engine} should send isn't known")
    cluster = cluster_of(database, rds_clusters)
    source = cluster["DBCluster"] if cluster else database
    missing = [name for name in wanted if name not in source.get("EnabledCloudwatchLogsExports", ())]
    if missing:
        return failed(f"the log {missing[0]} isn't sent to CloudWatch Logs")
    return passed(f"sent to CloudWatch Logs: {', '.join(wanted)}")
