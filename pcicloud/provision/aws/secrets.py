"""Keeps secrets out of plans, drift and outputs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pcicloud.model.outcome import Json
from pcicloud.model.plan import MASK
from pcicloud.provision.aws.intrinsics import references
from pcicloud.provision.aws.template import Template

# Property names of the CloudFormation resource specification that hold a secret itself (not its name or ARN).
SECRET_NAMES = re.compile(
    r"(Password|SecretString|AuthToken|PrivateKey|SecretKey|SecretAccessKey|MasterUserSecretValue|Passphrase)$"
)


def masked(path: str, value: Json) -> Json:
    """The value of a property with every secret in it replaced by a mask."""
    # `AllowUsersToChangePassword` and its like are switches; CloudFormation gives their values as texts.
    if value in (None, True, False, "true", "false"):
        return value
    if SECRET_NAMES.search(path):
        return MASK
    if isinstance(value, Mapping):
        return {key: masked(f"{path}.{key}", item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(path, item) for item in value]
    return value


def shown_outputs(template: Template, outputs: Mapping[str, str]) -> dict[str, str]:
    """The outputs of a stack; those that are made of a NoEcho parameter, or are named like a secret, are masked."""
    return {name: MASK if _is_secret(template, name) else value for name, value in sorted(outputs.items())}


def _is_secret(template: Template, output: str) -> bool:
    used = references(template.outputs.get(output, {}).get("Value"))
    return bool(SECRET_NAMES.search(output)) or any(template.is_secret(name) for name in used)
