"""RDS: Performance Insights, and the server certificate of a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

# Source: Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection": a server certificate lasts a year at least.
CERTIFICATE_LASTS = timedelta(days=365)
PARAMETERS = (
    ("enable_performance_insights", "performance_insights_enabled"),
    ("performance_insights_kms_key_id", "performance_insights_kms_key_id"),
    ("performance_insights_retention_period", "performance_insights_retention_period"),
)


def correct() -> None:
    """Keep the parameters of Performance Insights, which moto takes and forgets, and give databases a certificate."""
    from moto.rds.models import DBInstance

    make, change = DBInstance.__init__, DBInstance.update

    def make_and_keep(database: Any, *args: Any, **fields: Any) -> None:
        database.performance_insights_enabled = False
        make(database, *args, **fields)
        _keep(database, fields)
        ends = datetime.now(UTC) + CERTIFICATE_LASTS
        database.certificate_details = {"CAIdentifier": database.ca_certificate_identifier, "ValidTill": ends}

    def change_and_keep(database: Any, *args: Any, **fields: Any) -> None:
        change(database, *args, **fields)
        _keep(database, fields)

    DBInstance.__init__ = make_and_keep
    DBInstance.update = change_and_keep


def _keep(database: Any, fields: dict[str, Any]) -> None:
    for parameter, attribute in PARAMETERS:
        if fields.get(parameter) is not None:
            setattr(database, attribute, fields[parameter])
