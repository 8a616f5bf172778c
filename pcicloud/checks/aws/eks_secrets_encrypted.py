"""Kubernetes clusters encrypt their secrets with a key of one's own."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.eks_clusters", when_none=not_applicable("there is no Kubernetes cluster"))
def eks_secrets_encrypted(cluster: Json, env: Environment) -> Outcome:
    """Kubernetes clusters encrypt their secrets with a key of one's own.

    Why: Kubernetes only encodes secrets; with an own key, reading them takes a right on that key.
    Fix: associate an encryption configuration for `secrets` with the cluster.
    Source: Amazon EKS User Guide, Encrypt Kubernetes secrets with KMS.
    """
    resources = {name for item in cluster.get("encryptionConfig", ()) for name in item.get("resources", ())}
    return (
        passed("secrets are encrypted with an own key") if "secrets" in resources else failed("secrets have no own key")
    )
