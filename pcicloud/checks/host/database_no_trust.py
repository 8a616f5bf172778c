"""The database must let nobody in without a proof of who it is."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.postgresql import lines, unreadable

WEAK = {
    "trust": "nothing is asked",
    "ident": "the client itself says who it is",
    "password": "the password is sent as it is",
}


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_no_trust(body: Json, env: Environment) -> Outcome:
    """The database must let nobody in without a proof of who it is.

    Why: whoever reaches the port would else be whoever he says.
    Fix: peer for local accounts, scram-sha-256 or cert for others; no trust, ident or password.
    Source: PostgreSQL documentation, 21.3 Authentication Methods.
    """
    if wrong := unreadable(body):
        return unknown(f"PostgreSQL can't read {wrong}")
    found = lines(body)
    weak = [one for one in found if one.method in WEAK and not (one.method == "ident" and one.type == "local")]
    if weak:
        return failed(f"{weak[0]}: {WEAK[weak[0].method]}")
    return passed(f"each of {len(found)} lines asks for a proof or refuses")
