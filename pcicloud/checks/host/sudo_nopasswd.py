"""sudo must ask for the password before it gives all rights."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sudoers import defaults, grants


@check(evidence="host.sudoers", when_none=not_applicable("sudo is not installed"))
def sudo_nopasswd(body: Json, env: Environment) -> Outcome:
    """sudo must ask for the password before it gives all rights.

    Why: otherwise an open session, or a stolen key, is root at once.
    Fix: take NOPASSWD off the rule, or name the few commands that need it.
    Source: sudo manual sudoers(5), Tag_Spec.
    """
    free = [grant for grant in grants(body) if grant.free and grant.is_blanket]
    if free:
        return failed(f"{free[0].path} gives {free[0].who} ALL commands without a password")
    if defaults(body).get("authenticate") == "no":
        return failed("Defaults !authenticate: nobody is asked for a password")
    return passed("nobody gets all rights without a password")
