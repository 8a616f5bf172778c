"""Only root may read and write the boot loader's settings."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.file_modes", when_none=failed("no files could be looked at"))
def bootloader_modes(body: Json, env: Environment) -> Outcome:
    """Only root may read and write the boot loader's settings.

    Why: they hold the boot password's hash, and can switch off the audit and the access control.
    Fix: `chown root:root /boot/grub/grub.cfg && chmod 0600 /boot/grub/grub.cfg`.
    Source: GNU GRUB manual, Security.
    """
    if not body["bootloader"]:
        return not_applicable("no boot loader is there (a container or a virtual machine that is booted from outside)")
    found = loose(body["bootloader"], 0o600)
    if found:
        return failed(told(found))
    return passed("only root may read the boot loader's settings")
