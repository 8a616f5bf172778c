"""EC2: account settings that moto lacks, with AWS's own defaults."""

from __future__ import annotations

from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, moto_backend

SERVICE = "ec2"
METADATA_FIELDS = (
    "HttpTokens",
    "HttpPutResponseHopLimit",
    "HttpEndpoint",
    "InstanceMetadataTags",
    "HttpTokensEnforced",
)
SNAPSHOTS, IMAGES, CONSOLE, METADATA, KEY = "snapshot_block", "image_block", "serial_console", "metadata", "ebs_key"


def _default_key(request: Request) -> Json:
    return {"KmsKeyId": request.state.get(KEY) or request.arn("kms", "alias/aws/ebs")}


def _set_default_key(request: Request) -> Json:
    key = str(request.parameters["KmsKeyId"])
    request.state[KEY] = key if key.startswith("arn:") else request.arn("kms", key if "/" in key else f"key/{key}")
    # moto encrypts new volumes with the key that it knows itself.
    moto_backend(request, "ec2").default_kms_key_id = request.state[KEY]
    return _default_key(request)


def _reset_default_key(request: Request) -> Json:
    moto_backend(request, "ec2").default_kms_key_id = ""
    request.state.pop(KEY, None)
    return _default_key(request)


def _set_metadata(request: Request) -> Json:
    defaults = request.state.setdefault(METADATA, {})
    for name in METADATA_FIELDS:
        value = request.parameters.get(name)
        if value in ("no-preference", -1):
            defaults.pop(name, None)
        elif value is not None:
            defaults[name] = value
    return {"Return": True}


def _metadata(request: Request) -> Json:
    return {"AccountLevel": dict(request.state.get(METADATA, {}))}


def _setting(name: str, value: object, field: str) -> Operation:
    def put(request: Request) -> Json:
        chosen = request.parameters[value] if isinstance(value, str) and value in request.parameters else value
        request.state[name] = chosen
        return {field: chosen}

    return put


def _state(name: str, default: object, field: str) -> Operation:
    return lambda request: {field: request.state.get(name, default)}


def _image_state(request: Request) -> Json:
    return {"ImageBlockPublicAccessState": request.state.get(IMAGES, "unblocked"), "ManagedBy": "account"}


OPERATIONS: dict[str, Operation] = {
    "GetEbsDefaultKmsKeyId": _default_key,
    "ModifyEbsDefaultKmsKeyId": _set_default_key,
    "ResetEbsDefaultKmsKeyId": _reset_default_key,
    "GetInstanceMetadataDefaults": _metadata,
    "ModifyInstanceMetadataDefaults": _set_metadata,
    "EnableSnapshotBlockPublicAccess": _setting(SNAPSHOTS, "State", "State"),
    "DisableSnapshotBlockPublicAccess": _setting(SNAPSHOTS, "unblocked", "State"),
    "GetSnapshotBlockPublicAccessState": _state(SNAPSHOTS, "unblocked", "State"),
    "EnableImageBlockPublicAccess": _setting(IMAGES, "ImageBlockPublicAccessState", "ImageBlockPublicAccessState"),
    "DisableImageBlockPublicAccess": _setting(IMAGES, "unblocked", "ImageBlockPublicAccessState"),
    "GetImageBlockPublicAccessState": _image_state,
    "EnableSerialConsoleAccess": _setting(CONSOLE, True, "SerialConsoleAccessEnabled"),
    "DisableSerialConsoleAccess": _setting(CONSOLE, False, "SerialConsoleAccessEnabled"),
    "GetSerialConsoleAccessStatus": _state(CONSOLE, False, "SerialConsoleAccessEnabled"),
}
