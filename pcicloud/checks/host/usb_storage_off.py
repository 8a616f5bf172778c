"""USB storage must be switched off."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.modprobe import loaded, open_modules


@check(evidence="host.kernel_modules", when_none=failed("no kernel modules could be looked at"))
def usb_storage_off(body: Json, env: Environment) -> Outcome:
    """USB storage must be switched off.

    Why: a stick brings malware in and carries card data out.
    Fix: `install usb-storage /bin/false` and `blacklist usb-storage` in /etc/modprobe.d/.
    Source: modprobe.d(5).
    """
    found = open_modules(body["settings"], ("usb-storage",))
    if found:
        return failed("usb-storage may be loaded")
    if "usb_storage" in loaded(body):
        return failed("usb_storage is loaded now")
    return passed("usb-storage can't be loaded")
