"""Kubernetes clusters log who did what through their API."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.eks_clusters", when_none=not_applicable("there is no Kubernetes cluster"))
def eks_logged(cluster: Json, env: Environment, *, types: list[str]) -> Outcome:
    """Kubernetes clusters log who did what through their API.

    Why: without the audit log nobody can tell who started, entered or read what.
    Fix: enable the control plane's log types.
    Source: Amazon EKS User Guide, Send control plane logs to CloudWatch Logs.
    """
    groups = cluster.get("logging", {}).get("clusterLogging", ())
    on = {name for group in groups if group.get("enabled") for name in group.get("types", ())}
    missing = [name for name in types if name not in on]
    return failed(f"the log {missing[0]} is off") if missing else passed(f"logged: {', '.join(sorted(on))}")
