"""Lines of the database must tell who, where from and when."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.postgresql import listed, settings

WHOLE = frozenset({"csvlog", "jsonlog"})
WANTED = {"the account": ("%u",), "the database": ("%d",), "where from": ("%h", "%r")}


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_log_fields(body: Json, env: Environment) -> Outcome:
    """Lines of the database must tell who, where from and when.

    Why: a line without them can be laid to nobody.
    Fix: `log_line_prefix` with %u, %h (or %r) and %d; the time by syslog or %m.
    Source: PostgreSQL documentation, 20.8, log_line_prefix, log_destination.
    """
    found = settings(body)
    ways = listed(found.get("log_destination", ""))
    if ways and ways <= WHOLE:
        return passed(f"the form of {', '.join(sorted(ways))} has all fields")
    prefix = re.sub(r"%-?\d+", "%", found.get("log_line_prefix", ""))
    lacking = [what for what, signs in WANTED.items() if not any(sign in prefix for sign in signs)]
    if lacking:
        return failed(f"log_line_prefix does not tell {', '.join(lacking)}")
    if "syslog" not in ways and not any(sign in prefix for sign in ("%t", "%m", "%n")):
        return failed("log_line_prefix does not tell the time, and no syslog adds it")
    return passed("lines tell the account, the database, the source and the time")
