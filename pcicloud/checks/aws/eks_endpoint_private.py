"""The administration of Kubernetes clusters can't be reached from the whole internet."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.network_rules import are_world


@check(evidence="aws.eks_clusters", when_none=not_applicable("there is no Kubernetes cluster"))
def eks_endpoint_private(cluster: Json, env: Environment) -> Outcome:
    """The administration of Kubernetes clusters can't be reached from the whole internet.

    Why: one stolen token or one flaw of the API server is enough when everybody can reach it.
    Fix: switch endpointPublicAccess off, or name the ranges of addresses that need it.
    Source: Amazon EKS User Guide, Cluster API server endpoint.
    """
    network = cluster["resourcesVpcConfig"]
    if not network.get("endpointPublicAccess", True):
        return passed("it is reached from inside only")
    cidrs = network.get("publicAccessCidrs") or ["0.0.0.0/0"]
    if are_world(cidrs):
        return failed(f"{', '.join(cidrs[:3])} reaches the API server")
    return passed("only named addresses reach it")
