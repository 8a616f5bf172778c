"""Every account must have a name and an id of its own."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_unique(body: Json, env: Environment) -> Outcome:
    """Every account must have a name and an id of its own.

    Why: two that share an id can't be told apart in any log.
    Fix: give each account its own name and user id.
    Source: shadow, passwd(5), pwck(8).
    """
    found = accounts(body)
    names = [account.name for account in found]
    ids = [account.uid for account in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    shared = sorted({f"{a.name} ({a.uid})" for a in found if ids.count(a.uid) > 1 and a.name not in twice})
    if twice:
        return failed(f"these names are there twice: {', '.join(twice)}")
    if shared:
        return failed(f"these accounts share an id: {', '.join(shared)}")
    return passed(f"{len(found)} accounts, each with a name and an id of its own")
