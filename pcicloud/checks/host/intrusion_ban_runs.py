"""Addresses that guess at logins must be shut out."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import contents, truth
from pcicloud.reading.units import runs


@check(
    evidence="host.login_watch",
    when_none=not_applicable("no watch over logins (fail2ban) is installed"),
    beside=("host.services",),
)
def intrusion_ban_runs(body: Json, env: Environment, *, services: tuple[Json, ...]) -> Outcome:
    """Addresses that guess at logins must be shut out.

    Why: guessing goes on for days, from few addresses, and each account is locked for its owner too.
    Fix: `[sshd] enabled = true` in /etc/fail2ban/jail.local, and `systemctl enable --now fail2ban`.
    Source: fail2ban manual jail.conf(5), enabled, bantime.
    """
    for one in services:
        running = runs(one, "fail2ban.service", what="fail2ban")
        if running.verdict != "pass":
            return running
    said: dict[str, dict[str, str]] = {}
    section = "DEFAULT"
    for line in contents(body["jails"]):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            key, _, value = line.partition("=")
            said.setdefault(section, {})[key.strip()] = value.strip()
    jail = {**said.get("DEFAULT", {}), **said.get("sshd", {})}
    if not truth(jail.get("enabled", "false")):
        return failed("nothing watches over SSH (the jail sshd is not enabled)")
    if jail.get("bantime", "").startswith("0"):
        return failed("an address is shut out for no time at all (bantime)")
    return passed(f"addresses that guess at SSH are shut out (bantime {jail.get('bantime', 'by default')})")
