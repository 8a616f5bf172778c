"""Launch templates encrypt every volume."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_launch_templates", when_none=not_applicable("there is no launch template"))
def ec2_launch_template_volumes_encrypted(version: Json, env: Environment) -> Outcome:
    """Launch templates encrypt every volume.

    Why: card data reaches volumes by temporary files, memory dumps and logs, and volumes live on as snapshots.
    Fix: set Encrypted and a key on each block device of the template.
    Source: Amazon EBS User Guide, Amazon EBS encryption.
    """
    devices = [device for device in version["LaunchTemplateData"].get("BlockDeviceMappings", ()) if device.get("Ebs")]
    if not devices:
        return failed("it names no volume, so the image decides whether the volume is encrypted")
    plain = [device["DeviceName"] for device in devices if not device["Ebs"].get("Encrypted")]
    return failed(f"volume {plain[0]} isn't encrypted") if plain else passed(f"{len(devices)} volumes are encrypted")
