"""Instances give their credentials only to callers that first fetch a token (IMDSv2)."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_instances", when_none=not_applicable("there is no instance"))
def ec2_instance_metadata_tokens(instance: Json, env: Environment) -> Outcome:
    """Instances give their credentials only to callers that first fetch a token (IMDSv2).

    Why: with the old metadata service, one forged request through a web application is enough to steal the
    instance's keys.
    Fix: set HttpTokens to required in the launch template and for running instances
    (ModifyInstanceMetadataOptions).
    Source: Amazon EC2 User Guide, Use the Instance Metadata Service to access instance metadata.
    """
    options = instance.get("MetadataOptions", {})
    if options.get("HttpEndpoint") == "disabled":
        return passed("the metadata service is off")
    if options.get("HttpTokens", "optional") != "required":
        return failed("the metadata service answers without a token, HttpTokens must be required")
    return passed("a token is required")
