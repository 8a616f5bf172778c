"""The kernel must hold programs to what they need (AppArmor or SELinux)."""

from __future__ import annotations

import json

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.lines import content, lines, pairs


@check(evidence="host.access_control", when_none=failed("no mandatory access control is there"))
def mandatory_access_control(body: Json, env: Environment) -> Outcome:
    """The kernel must hold programs to what they need (AppArmor or SELinux).

    Why: a program that was taken over then can't do everything that its user can.
    Fix: install apparmor with its profiles, or set SELINUX=enforcing.
    Source: AppArmor, aa-status(8); SELinux, selinux(8).
    """
    if body["kernel"] == "shared":
        return unknown("the kernel is shared with other machines, so its access control is not this host's")
    if body["kernel"] == "none":
        return _at_rest(body)
    if content(body["selinux"]).strip() == "1":
        return passed("SELinux is enforcing")
    if content(body["apparmor"]).strip() != "Y":
        return failed("neither AppArmor nor SELinux is on")
    said = body["profiles"]
    if said is None or said["exit_code"] not in (0, 2):
        return unknown("aa-status could not tell which profiles are loaded")
    profiles = json.loads(said["stdout"] or "{}").get("profiles", {})
    enforced = sum(mode == "enforce" for mode in profiles.values())
    if not enforced:
        return failed("AppArmor is on, but enforces no profile")
    return passed(f"AppArmor enforces {enforced} profiles")


def _at_rest(body: Json) -> Outcome:
    mode = pairs(lines(content(body["selinux_settings"])), between="=").get("selinux")
    if mode is not None:
        return passed("SELinux will be enforcing") if mode == "enforcing" else failed(f"SELinux will be {mode}")
    profiles = [stat for stat in body["apparmor_files"] if stat["type"] == "file"]
    if not profiles:
        return failed("there is no profile of AppArmor and no SELinux")
    return passed(f"{len(profiles)} profiles of AppArmor are there for the next boot")
