"""The database must not log what is in statements."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.postgresql import settings

WANTED = {
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_parameter_max_length": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "log_min_error_statement": ("fatal", "panic"),
    "log_error_verbosity": ("terse",),
    "pgaudit.log_parameter": ("off",),
    "pgaudit.log_statement": ("off",),
}


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_log_no_values(body: Json, env: Environment) -> Outcome:
    """The database must not log what is in statements.

    Why: card numbers stand in statements and their parameters, and logs are kept for a year.
    Fix: log_statement none or ddl, log_min_duration_statement -1, log_parameter_max_length 0 and …_on_error 0,
      log_min_error_statement panic, log_error_verbosity terse, pgaudit.log_parameter off, pgaudit.log_statement
      off.
    Source: PostgreSQL documentation, 20.8 Error Reporting and Logging; pgaudit documentation,
      pgaudit.log_parameter.
    """
    found = settings(body)
    wrong = [f"{name} is {found[name]}" for name, good in WANTED.items() if name in found and found[name] not in good]
    if wrong:
        return failed(f"statements with what is in them come into the log: {'; '.join(wrong)}")
    return passed("neither statements nor their parameters come into the log")
