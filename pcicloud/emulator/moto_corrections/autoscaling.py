"""Auto Scaling: what a group's instances take from their launch template, and how long they live."""

from __future__ import annotations

from typing import Any


def correct() -> None:
    """Start instances as their launch template says, and keep a group's longest life of an instance."""
    _start_as_told()
    for verb in ("create", "update"):
        _keep_longest_life(f"{verb}_auto_scaling_group")


def _keep_longest_life(method: str) -> None:
    from moto.autoscaling.responses import AutoScalingResponse

    answer = getattr(AutoScalingResponse, method)

    def answer_and_keep(response: Any) -> Any:
        answered = answer(response)
        group = response.autoscaling_backend.autoscaling_groups[response._get_param("AutoScalingGroupName")]
        seconds = response._get_int_param("MaxInstanceLifetime")
        if seconds is not None:
            group.max_instance_lifetime = seconds
        return answered

    setattr(AutoScalingResponse, method, answer_and_keep)


def _start_as_told() -> None:
    from moto.autoscaling.models import FakeAutoScalingGroup

    start = FakeAutoScalingGroup.replace_autoscaling_group_instances

    def start_as_told(group: Any, *args: Any, **fields: Any) -> None:
        before = {state.instance.id for state in group.instance_states}
        start(group, *args, **fields)
        if group.ec2_launch_template is None:
            return
        data = group.ec2_launch_template.get_version(group.launch_template_version).data
        for state in group.instance_states:
            if state.instance.id not in before:
                _configure(group.ec2_backend, state.instance, data)

    FakeAutoScalingGroup.replace_autoscaling_group_instances = start_as_told


def _configure(ec2_backend: Any, instance: Any, data: dict[str, Any]) -> None:
    from moto.ec2.models.instances import MetadataOptions

    if "MetadataOptions" in data:
        instance.metadata_options = MetadataOptions(data["MetadataOptions"])
    profile = data.get("IamInstanceProfile") or {}
    if profile:
        ec2_backend.associate_iam_instance_profile(
            instance.id, iam_instance_profile_name=profile.get("Name"), iam_instance_profile_arn=profile.get("Arn")
        )
    devices = {one.get("DeviceName"): one.get("Ebs") or {} for one in data.get("BlockDeviceMappings") or ()}
    for name, device in instance.block_device_mapping.items():
        # The name of the root device is the image's, which moto knows by another name than the template.
        wanted = devices.get(name) or next(iter(devices.values()), {})
        if str(wanted.get("Encrypted", "")).lower() == "true":
            volume = ec2_backend.volumes[device.volume_id]
            volume.encrypted, volume.kms_key_id = True, wanted.get("KmsKeyId")
