"""Security groups let no protocol in that sends passwords or data readable."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.network_rules import ports, spoken


@check(evidence="aws.ec2_security_groups", when_none=not_applicable("there is no security group"))
def ec2_security_group_insecure_ports(group: Json, env: Environment, *, ports_insecure: list[str]) -> Outcome:
    """Security groups let no protocol in that sends passwords or data readable.

    Why: Telnet, FTP, POP3, IMAP, r-commands and old SNMP show passwords to everybody on the way.
    Fix: close the port and use the protocol's successor over TLS or SSH; narrow rules that open a wide range of
    ports.
    Source: Amazon EC2 API Reference, DescribeSecurityGroups; IANA Service Name and Port Number Registry.
    """
    if not group["IpPermissions"]:
        return not_applicable("the group lets nothing in")
    for rule in group["IpPermissions"]:
        insecure = [port for port in ports_insecure if int(port) in ports(rule)]
        if insecure:
            return failed(f"the rule for {spoken(rule)} lets insecure protocols in: port {', '.join(insecure)}")
    return passed("no rule opens the port of an insecure protocol")
