"""Launch templates require a token for the metadata service (IMDSv2)."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_launch_templates", when_none=not_applicable("there is no launch template"))
def ec2_launch_template_metadata_tokens(version: Json, env: Environment) -> Outcome:
    """Launch templates require a token for the metadata service (IMDSv2).

    Why: what the template leaves open, every host that it starts leaves open.
    Fix: set MetadataOptions.HttpTokens to required in a new version and make it the default.
    Source: Amazon EC2 API Reference, LaunchTemplateInstanceMetadataOptions.
    """
    options = version["LaunchTemplateData"].get("MetadataOptions", {})
    if options.get("HttpEndpoint") == "disabled":
        return passed("hosts start without the metadata service")
    if options.get("HttpTokens") != "required":
        return failed(f"HttpTokens is {options.get('HttpTokens', 'not set')}, it must be required")
    return passed("a token is required")
