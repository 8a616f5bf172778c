"""The database must speak no old TLS and no weak ciphers."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.ciphers import weak
from pcicloud.reading.postgresql import is_on, settings


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_tls_versions(body: Json, env: Environment) -> Outcome:
    """The database must speak no old TLS and no weak ciphers.

    Why: older versions and weak ciphers can be broken.
    Fix: `ssl_min_protocol_version = 'TLSv1.2'` and ssl_ciphers of ECDHE with AES-GCM or ChaCha20.
    Source: PostgreSQL documentation, 20.3, ssl_min_protocol_version, ssl_ciphers; RFC 8996.
    """
    found = settings(body)
    if not is_on(found, "ssl"):
        return failed("ssl is off")
    lowest = found.get("ssl_min_protocol_version", "")
    if lowest not in ("TLSv1.2", "TLSv1.3"):
        return failed(f"ssl_min_protocol_version is {lowest or 'not set'}, TLSv1.2 is required")
    if part := weak(found.get("ssl_ciphers", "")):
        return failed(f"ssl_ciphers offers {part}")
    return passed(f"{lowest} and newer, with strong ciphers only")
