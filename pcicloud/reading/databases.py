"""Reads which parameters a database instance of RDS really runs with: its own group's, else its cluster's."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json


def cluster_of(instance: Json, clusters: Iterable[Json]) -> Json | None:
    """The cluster (a body of `aws.rds_clusters`) that an instance belongs to, None where it stands alone."""
    name = instance.get("DBClusterIdentifier")
    return next((body for body in clusters if body["DBCluster"]["DBClusterIdentifier"] == name), None) if name else None


def setting(name: str, instance: Json, groups: Iterable[Json], clusters: Iterable[Json]) -> str | None:
    """The value that somebody set for a parameter, None where the engine's default is in force."""
    own = {group["DBParameterGroupName"] for group in instance.get("DBParameterGroups", ())}
    lists = [body["Parameters"] for body in groups if body["DBParameterGroupName"] in own]
    cluster = cluster_of(instance, clusters)
    lists += [cluster["Parameters"]] if cluster else []
    for parameters in lists:
        for parameter in parameters:
            if parameter["ParameterName"] == name and parameter.get("ParameterValue") is not None:
                return str(parameter["ParameterValue"])
    return None


def engine_major(instance: Json) -> int:
    """The first number of the engine's version: 16 for `16.4`."""
    return int(str(instance["EngineVersion"]).split(".")[0])


def unset_forces_tls(instance: Json) -> bool:
    """Whether the engine's own default refuses connections without TLS.

    Source: Amazon RDS User Guide, "Using SSL with a PostgreSQL DB instance" (15 and later);
    Amazon Aurora User Guide, "Securing Aurora PostgreSQL data with SSL/TLS" (17 and later).
    """
    since = {"postgres": 15, "aurora-postgresql": 17}.get(instance["Engine"])
    return since is not None and engine_major(instance) >= since
