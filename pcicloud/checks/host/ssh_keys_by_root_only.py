"""Root alone must be able to let a further key of a person in."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.modes import loose, told
from pcicloud.reading.sshd import value


@check(evidence="host.ssh_keys", when_none=not_applicable("SSH has no keys here"), beside=("host.sshd_settings",))
def ssh_keys_by_root_only(body: Json, env: Environment, *, sshd_settings: tuple[Json, ...]) -> Outcome:
    """Root alone must be able to let a further key of a person in.

    Why: a key that somebody lets in for oneself, or for an intruder, goes past every approval.
    Fix: `AuthorizedKeysFile /etc/ssh/authorized_keys.d/%u` in sshd_config; files and folder of root.
    Source: OpenSSH manual sshd_config(5), AuthorizedKeysFile.
    """
    for settings in sshd_settings:
        for place in value(settings, "authorizedkeysfile").split():
            if place != "none" and (not place.startswith("/") or place.startswith(("/home/", "%h"))):
                return failed(f"AuthorizedKeysFile is {place}, which each person can write")
        if (command := value(settings, "authorizedkeyscommand")) not in ("", "none"):
            return unknown(f"keys come from {command}, which is not read")
    if not sshd_settings:
        return not_applicable("no SSH server is installed")
    wrong = loose([stat for stat in body["found"] if stat["path"].startswith("/etc/ssh/")], 0o644)
    if wrong:
        return failed(told(wrong))
    return passed("root alone lets keys of persons in")
