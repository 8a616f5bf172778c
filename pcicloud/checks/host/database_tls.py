"""The database must speak TLS."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.postgresql import is_on, settings


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_tls(body: Json, env: Environment) -> Outcome:
    """The database must speak TLS.

    Why: without it passwords and rows can be read on their way.
    Fix: `ssl = on` with ssl_cert_file and ssl_key_file in postgresql.conf.
    Source: PostgreSQL documentation, 19.9 Secure TCP/IP Connections with SSL; 20.3, ssl.
    """
    found = settings(body)
    if not found.get("listen_addresses", "").strip():
        return not_applicable("the database listens on no network address")
    if not is_on(found, "ssl"):
        return failed("ssl is off, so whatever comes over the network is readable")
    return passed("ssl is on")
