"""Homes must be closed to other persons."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts as accounts_of
from pcicloud.reading.modes import told


@check(evidence="host.homes", when_none=failed("no homes could be looked at"), beside=("host.accounts",))
def home_modes(body: Json, env: Environment, *, accounts: tuple[Json, ...]) -> Outcome:
    """Homes must be closed to other persons.

    Why: keys, histories and settings with passwords lie there.
    Fix: `chmod 0750` (or 0700), and the person as owner; `HOME_MODE 0750` in login.defs for new ones.
    Source: shadow, login.defs(5), HOME_MODE; useradd(8).
    """
    found = [stat for stat in body["homes"] if stat["type"] == "folder"]
    people = {one.home: one.name for body in accounts for one in accounts_of(body) if one.is_person or one.uid == 0}
    wrong = [f"{one['path']} has mode {one['mode']} (0750 at most)" for one in found if int(one["mode"], 8) & 0o027]
    wrong += [
        f"{one['path']} belongs to {one['owner']}"
        for one in found
        if one["path"] in people and one["owner"] not in (people[one["path"]], "root")
    ]
    if wrong:
        return failed(told(wrong))
    return passed(f"{len(found)} homes are closed to others")
