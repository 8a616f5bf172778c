"""Nobody may enter instances over the serial console."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown


@check(evidence="aws.serial_console_access", when_none=failed("AWS told no setting"))
def serial_console_off(setting: Json, env: Environment) -> Outcome:
    """Nobody may enter instances over the serial console.

    Why: the serial console goes around the network rules and around the recording of sessions.
    Fix: disable serial console access in the region; it is off unless somebody switches it on.
    Source: Amazon EC2 API Reference, GetSerialConsoleAccessStatus.
    """
    if "SerialConsoleAccessEnabled" not in setting:
        return unknown("AWS didn't say whether the serial console is open")
    if setting["SerialConsoleAccessEnabled"]:
        return failed("instances can be entered over the serial console")
    return passed("the serial console is closed")
