"""CloudWatch Logs: data protection policies, and the key of a group that exists."""

from __future__ import annotations

import json

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, moto_backend, now, stored

SERVICE = "logs"


def _group_name(request: Request) -> str:
    identifier = str(request.parameters.get("logGroupIdentifier") or request.parameters.get("logGroupName"))
    name = identifier.partition(":log-group:")[2].removesuffix(":*") if identifier.startswith("arn:") else identifier
    if name not in moto_backend(request, "logs").groups:
        raise ServiceError("ResourceNotFoundException", "The specified log group does not exist.")
    return name


def _put_policy(request: Request) -> Json:
    name, text = _group_name(request), request.parameters["policyDocument"]
    if not isinstance(json.loads(text), dict):
        raise ServiceError("InvalidParameterException", "The policy document is not an object.")
    stored(request, "policies")[name] = {"policyDocument": text, "lastUpdatedTime": int(now().timestamp() * 1000)}
    return {"logGroupIdentifier": name} | stored(request, "policies")[name]


def _get_policy(request: Request) -> Json:
    name = _group_name(request)
    return {"logGroupIdentifier": name} | stored(request, "policies").get(name, {})


def _delete_policy(request: Request) -> Json:
    stored(request, "policies").pop(_group_name(request), None)
    return {}


def _associate_key(request: Request) -> Json:
    moto_backend(request, "logs").groups[_group_name(request)].kms_key_id = request.parameters["kmsKeyId"]
    return {}


def _disassociate_key(request: Request) -> Json:
    moto_backend(request, "logs").groups[_group_name(request)].kms_key_id = None
    return {}


OPERATIONS: dict[str, Operation] = {
    "PutDataProtectionPolicy": _put_policy,
    "GetDataProtectionPolicy": _get_policy,
    "DeleteDataProtectionPolicy": _delete_policy,
    "AssociateKmsKey": _associate_key,
    "DisassociateKmsKey": _disassociate_key,
}
