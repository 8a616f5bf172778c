"""Something must watch over the integrity of files, with a record to compare with."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="host.file_integrity", when_none=failed("nothing watches over files"))
def integrity_installed(body: Json, env: Environment) -> Outcome:
    """Something must watch over the integrity of files, with a record to compare with.

    Why: a changed program or setting is often the only trace of a break-in.
    Fix: install aide and run `aideinit`.
    Source: AIDE manual aide(1), aide.conf(5).
    """
    paths = {stat["path"] for stat in body["found"] if stat["size"] > 0}
    if "/var/ossec/bin/wazuh-agentd" in paths:
        return passed("the Wazuh agent is installed")
    if not paths & {"/usr/bin/aide", "/usr/sbin/aide"}:
        return failed("AIDE is not installed")
    database = paths & {"/var/lib/aide/aide.db", "/var/lib/aide/aide.db.gz"}
    if not database:
        return failed("AIDE has no database to compare with: run aideinit")
    return passed(f"AIDE compares with {min(database)}")
