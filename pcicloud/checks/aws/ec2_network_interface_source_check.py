"""Network interfaces accept and send only packets of their own address."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown


@check(evidence="aws.ec2_network_interfaces", when_none=not_applicable("there is no network interface"))
def ec2_network_interface_source_check(interface: Json, env: Environment) -> Outcome:
    """Network interfaces accept and send only packets of their own address.

    Why: without AWS's source/destination check, a taken host can send packets with somebody else's address.
    Fix: switch the source/destination check on; only routers that you run on instances need it off.
    Source: Amazon EC2 User Guide, Modify network interface attributes: source/destination checking.
    """
    if interface.get("RequesterManaged") or interface.get("InterfaceType", "interface") not in ("interface", "efa"):
        return not_applicable("AWS runs this interface")
    if "SourceDestCheck" not in interface:
        return unknown("AWS didn't say whether source addresses are checked")
    if not interface["SourceDestCheck"]:
        return failed("it may send packets with any source address")
    return passed("packets with a forged source address are dropped")
