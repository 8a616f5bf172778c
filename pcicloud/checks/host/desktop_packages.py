"""A server must not have a desktop."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

DESKTOP = re.compile(
    r"(xserver-xorg-core|xorg-x11-server-Xorg|gdm3?|lightdm|sddm|gnome-shell|plasma-desktop|xfce4|xrdp|tigervnc-.*|"
    r"x11vnc|cups|cups-daemon|avahi-daemon|bluez|firefox(-esr)?|chromium|thunderbird|libreoffice-core)"
)


@check(evidence="host.packages", when_none=failed("no list of packages could be read"))
def desktop_packages(body: Json, env: Environment) -> Outcome:
    """A server must not have a desktop.

    Why: a desktop brings hundreds of programs that nobody needs there and that can be attacked.
    Fix: remove the packages.
    Source: Debian package lists; Red Hat package lists.
    """
    rows = (line.split() for line in body["installed"]["stdout"].splitlines())
    names = {row[1].split(":")[0] for row in rows if len(row) > 2 and row[0].startswith("ii")}
    found = sorted(name for name in names if DESKTOP.fullmatch(name))
    if found:
        return failed(f"packages of a desktop are installed: {', '.join(found)}")
    return passed(f"none of {len(names)} packages belongs to a desktop")
