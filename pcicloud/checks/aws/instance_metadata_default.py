"""New instances must ask for a token at the metadata service."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.instance_metadata_defaults", when_none=failed("AWS told no setting"))
def instance_metadata_default(setting: Json, env: Environment) -> Outcome:
    """New instances must ask for a token at the metadata service.

    Why: without a token a web application that can be made to fetch an address gives away the host's credentials.
    Fix: set HttpTokens to required in the region's instance metadata defaults (`pcicloud env apply` does).
    Source: Amazon EC2 API Reference, GetInstanceMetadataDefaults.
    """
    tokens = setting.get("HttpTokens", "no-preference")
    if tokens != "required":
        return failed(f"tokens are {tokens} for new instances, required is wanted")
    return passed("new instances require tokens")
