"""Security updates must install themselves."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.apt import number, settings
from pcicloud.reading.lines import content, lines, pairs, truth
from pcicloud.reading.units import enabled


@check(evidence="host.services", when_none=failed("no list of services could be read"), beside=("host.updates",))
def updates_automatic(body: Json, env: Environment, *, updates: tuple[Json, ...]) -> Outcome:
    """Security updates must install themselves.

    Why: a known hole is used within days.
    Fix: install unattended-upgrades (dnf-automatic) with a security origin, and leave apt-daily-upgrade.timer
      enabled.
    Source: Debian, unattended-upgrade(8); dnf-automatic(8).
    """
    starting = enabled(body)
    for one in updates:
        if one["apt_settings"]:
            return _apt(one, starting)
        if one["dnf_automatic"]:
            apply = pairs(lines(content(one["dnf_automatic"])), between="=").get("apply_updates", "no")
            if truth(apply) and "dnf-automatic.timer" in starting:
                return passed("dnf-automatic installs updates")
            return failed("dnf-automatic is there but does not install updates")
    return failed("nothing installs updates by itself")


def _apt(one: Json, starting: frozenset[str]) -> Outcome:
    said = one["apt_settings"]
    if number(said, "APT::Periodic::Unattended-Upgrade") < 1:
        return failed("APT::Periodic::Unattended-Upgrade is not 1, so updates do not install themselves")
    if number(said, "APT::Periodic::Update-Package-Lists") < 1:
        return failed("APT::Periodic::Update-Package-Lists is not 1, so nothing knows of new updates")
    found = settings(said)
    origins = found.get("unattended-upgrade::origins-pattern::", []) + found.get(
        "unattended-upgrade::allowed-origins::", []
    )
    if not any("security" in origin.lower() for origin in origins):
        return failed("unattended-upgrades has no security archive among its origins")
    if "apt-daily-upgrade.timer" not in starting:
        return failed("apt-daily-upgrade.timer is not enabled, so unattended-upgrades never starts")
    return passed("unattended-upgrades installs security updates daily")
