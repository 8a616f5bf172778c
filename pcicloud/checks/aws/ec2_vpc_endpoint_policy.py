"""Endpoints of AWS services let only the own account's principals through."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.policy_conditions import demands
from pcicloud.reading.policy_text import listed, statements_of
from pcicloud.reading.resource_policy import lets_everybody


@check(evidence="aws.ec2_vpc_endpoints", when_none=not_applicable("there is no endpoint"))
def ec2_vpc_endpoint_policy(endpoint: Json, env: Environment) -> Outcome:
    """Endpoints of AWS services let only the own account's principals through.

    Why: with AWS's default policy a thief brings keys of an own account and copies data to it through our private
    endpoint.
    Fix: give the endpoint a policy with a condition on aws:PrincipalAccount or aws:PrincipalOrgID, or with named
    principals.
    Source: Amazon VPC User Guide (AWS PrivateLink Guide), Control access to VPC endpoints using endpoint policies.
    """
    if endpoint["VpcEndpointType"] not in ("Interface", "Gateway"):
        return not_applicable(f"an endpoint of type {endpoint['VpcEndpointType']} knows no policy")
    if not endpoint.get("PolicyDocument"):
        return failed("it has no policy, so everything is let through")
    for statement in statements_of(endpoint["PolicyDocument"]):
        if lets_everybody(statement) and _leads_everywhere(statement):
            return failed(f"everybody may pass to {endpoint['ServiceName']}, principals of other accounts, too")
    return passed(f"the policy narrows who passes to {endpoint['ServiceName']}")


def _leads_everywhere(statement: Json) -> bool:
    """Whether a statement names neither what may be reached nor whose it must be."""
    wide = [name for name in listed(statement.get("Resource")) if not name.split(":")[-1].strip("*?/")]
    whose = demands(statement, "aws:resourceaccount") or demands(statement, "aws:resourceorgid")
    return ("NotResource" in statement or bool(wide)) and not whose
