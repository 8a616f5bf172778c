"""Only the group of administrators may run everything with sudo."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sudoers import grants

ADMINISTRATORS = ("root", "%sudo", "%wheel")


@check(evidence="host.sudoers", when_none=not_applicable("sudo is not installed"))
def sudo_blanket(body: Json, env: Environment) -> Outcome:
    """Only the group of administrators may run everything with sudo.

    Why: everybody else needs few commands, and a rule for ALL is never looked at again.
    Fix: name the commands, or put the person into the group `sudo` (`wheel`).
    Source: sudo manual sudoers(5), User_Spec.
    """
    wide = [grant for grant in grants(body) if grant.is_blanket and grant.who not in ADMINISTRATORS]
    if wide:
        return failed(f"{wide[0].path} gives {wide[0].who} ALL commands")
    return passed("only root and the group of administrators may run everything")
