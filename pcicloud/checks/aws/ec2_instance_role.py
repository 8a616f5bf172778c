"""Instances get their rights from a role, not from keys on the disk."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_instances", when_none=not_applicable("there is no instance"))
def ec2_instance_role(instance: Json, env: Environment) -> Outcome:
    """Instances get their rights from a role, not from keys on the disk.

    Why: a program without a role needs stored access keys, which live for years and get copied; Systems Manager
    needs a role, too.
    Fix: attach an instance profile whose role holds what the host needs, and delete keys from its files.
    Source: Amazon EC2 User Guide, IAM roles for Amazon EC2.
    """
    profile = instance.get("IamInstanceProfile")
    return (
        passed(f"it uses {profile['Arn'].split('/')[-1]}")
        if profile
        else failed("it has no role, so keys must be stored")
    )
