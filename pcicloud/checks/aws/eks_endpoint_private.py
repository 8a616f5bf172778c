"""The administration of Kubernetes clusters can't be reached from the whole internet."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.network_rules import is_world


@check(evidence="aws.eks_clusters", when_none=not_applicable("there is no Kubernetes cluster"))
def eks_endpoint_private(cluster: Json, env: Environment) -> Outcome:
    """The administration of Kubernetes clusters can't be reached from the whole internet.

    Why: one stolen token or one flaw of the API server is enough when everybody can reach it.
    Fix: switch endpointPublicAccess off, or name the ranges of addresses that need it.
    Source: Amazon EKS User Guide, Cluster API server endpoint.
    """
    network = cluster["resourcesVpcConfig"]
    if not network.get("endpointPublicAccess"):
        return passed("it is reached from inside only")
    wide = [cidr for cidr in network.get("publicAccessCidrs", ("0.0.0.0/0",)) if is_world(cidr)]
    return failed(f"{wide[0]} reaches the API server") if wide else passed("only named addresses reach it")
