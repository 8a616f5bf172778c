"""Packages must be installed only where their signature was checked."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.apt import settings
from pcicloud.reading.lines import content, lines, truth
from pcicloud.reading.modes import told

UNCHECKED = re.compile(
    r"(?i)\[[^\]]*\b(trusted|allow-insecure|allow-weak)\s*=\s*yes|^(Trusted|Allow-Insecure|Allow-Weak)\s*:\s*yes"
)
LOOSE = (
    "apt::get::allowunauthenticated", "acquire::allowinsecurerepositories", "acquire::allowweakrepositories",
    "acquire::allowdowngradetoinsecurerepositories",
)  # fmt: skip


@check(evidence="host.package_sources", when_none=failed("nothing is known of where packages come from"))
def packages_signed(body: Json, env: Environment) -> Outcome:
    """Packages must be installed only where their signature was checked.

    Why: whoever stands between the host and its archive could else hand it a program of his own.
    Fix: take [trusted=yes], allow-insecure and AllowUnauthenticated out of apt's sources and settings; `gpgcheck=1`
      for dnf.
    Source: Debian, sources.list(5), apt-secure(8); dnf.conf(5), gpgcheck.
    """
    wrong = [
        f"{file['path']}: `{line}`"
        for file in (*body["lists"], *body["sources"])
        for line in lines(content(file))
        if UNCHECKED.search(line)
    ]
    said = settings(body["apt_settings"]) if body["apt_settings"] else {}
    wrong += [f"apt: {name} is {said[name][-1]}" for name in LOOSE if truth(said.get(name, ["no"])[-1])]
    dnf = [*body["repositories"], *([body["dnf"]] if body["dnf"] else [])]
    wrong += [
        f"{file['path']}: {line}"
        for file in dnf
        for line in lines(content(file))
        if re.match(r"gpgcheck\s*=\s*(0|no|false)", line, re.IGNORECASE)
    ]
    if wrong:
        return failed(told(wrong))
    if not body["lists"] and not body["sources"] and not body["repositories"]:
        return unknown("no source of packages is where they are looked for")
    return passed("packages are installed only where their signature was checked")
