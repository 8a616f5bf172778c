"""RDS: Performance Insights."""

from __future__ import annotations

from typing import Any

PARAMETERS = (
    ("enable_performance_insights", "performance_insights_enabled"),
    ("performance_insights_kms_key_id", "performance_insights_kms_key_id"),
    ("performance_insights_retention_period", "performance_insights_retention_period"),
)


def correct() -> None:
    """Keep the three parameters of Performance Insights, which moto takes and forgets."""
    from moto.rds.models import DBInstance

    make, change = DBInstance.__init__, DBInstance.update

    def make_and_keep(database: Any, *args: Any, **fields: Any) -> None:
        database.performance_insights_enabled = False
        make(database, *args, **fields)
        _keep(database, fields)

    def change_and_keep(database: Any, *args: Any, **fields: Any) -> None:
        change(database, *args, **fields)
        _keep(database, fields)

    DBInstance.__init__ = make_and_keep
    DBInstance.update = change_and_keep


def _keep(database: Any, fields: dict[str, Any]) -> None:
    for parameter, attribute in PARAMETERS:
        if fields.get(parameter) is not None:
            setattr(database, attribute, fields[parameter])
