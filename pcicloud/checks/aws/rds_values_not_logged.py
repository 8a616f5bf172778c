"""PostgreSQL databases don't write the values of queries into their log."""

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
def rds_values_not_logged(
    database: Json, env: Environment, *, rds_parameter_groups: tuple[Json, ...], rds_clusters: tuple[Json, ...]
) -> Outcome:
    """PostgreSQL databases don't write the values of queries into their log.

    Why: the values are the card numbers: in a log they are readable, copied and kept for a year.
    Fix: set log_parameter_max_length and log_parameter_max_length_on_error to 0, and leave pgaudit.log_parameter
    off.
    Source: PostgreSQL documentation, Error Reporting and Logging; pgAudit README, Settings.
    """
    if database["Engine"] not in ("postgres", "aurora-postgresql"):
        return not_applicable(f"these parameters belong to PostgreSQL, this is {database['Engine']}")
    if str(setting("pgaudit.log_parameter", database, rds_parameter_groups, rds_clusters)).lower() in (
        "1",
        "on",
        "true",
        "yes",
    ):
        return failed("pgaudit.log_parameter is on, so the values of queries are logged")
    for name, default in (("log_parameter_max_length", "-1"), ("log_parameter_max_length_on_error", "0")):
        value = setting(name, database, rds_parameter_groups, rds_clusters) or default
        if value != "0":
            return failed(f"{name} is {value}, so values of queries are logged; it must be 0")
    return passed("the values of queries stay out of the log")
