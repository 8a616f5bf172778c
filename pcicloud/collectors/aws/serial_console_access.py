"""Whether instances can be entered over the EC2 serial console."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ec2:GetSerialConsoleAccessStatus",),
    shapes="ec2:GetSerialConsoleAccessStatus",
)
def serial_console_access(account: Account) -> Iterator[Seen]:
    """The region's switch for the serial console."""
    yield Seen("serial console", account.call("ec2", "GetSerialConsoleAccessStatus"))
