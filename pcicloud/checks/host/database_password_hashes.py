"""The database must keep passwords as SCRAM hashes only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.postgresql import accounts, settings


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_password_hashes(body: Json, env: Environment) -> Outcome:
    """The database must keep passwords as SCRAM hashes only.

    Why: md5 hashes are guessed in minutes, and one that leaks is as good as the password itself.
    Fix: `password_encryption = 'scram-sha-256'`, and a new password for each account that has an md5 hash.
    Source: PostgreSQL documentation, 20.3, password_encryption; 21.5 Password Authentication.
    """
    kept = settings(body).get("password_encryption")
    if kept != "scram-sha-256":
        return failed(f"password_encryption is {kept}, so new passwords are not kept as SCRAM hashes")
    old = [one.name for one in accounts(body) if one.scheme not in ("none", "scram-sha-256")]
    if old:
        return failed(f"these accounts have an old hash: {', '.join(old)}")
    return passed("passwords are kept as SCRAM hashes only")
