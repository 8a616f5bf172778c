"""A parameter whose name says that it is a secret must be encrypted."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed

SECRET = re.compile(
    r"pass(word|wd|phrase)?$|passwd|password|secret|token|credential|private[-_]?key|api[-_]?key", re.IGNORECASE
)


@check(evidence="aws.ssm_parameters", when_none=not_applicable("there is no parameter in this region"))
def ssm_parameter_secret(parameter: Json, env: Environment) -> Outcome:
    """A parameter whose name says that it is a secret must be encrypted.

    Why: a plain parameter is stored and shown readably, and each of its old values stays in its history.
    Fix: store the value as SecureString or in Secrets Manager, change it, and delete the plain parameter.
    Source: AWS Systems Manager API Reference, DescribeParameters.
    """
    if parameter["Type"] == "SecureString":
        return passed(f"{parameter['Name']} is encrypted")
    if SECRET.search(parameter["Name"]):
        return failed(f"{parameter['Name']} is a plain {parameter['Type']}, a SecureString is required")
    return not_applicable("its name does not speak of a secret")
