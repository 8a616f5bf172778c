"""Systems Manager: associations, patch baselines, service settings; no host is managed here."""

from __future__ import annotations

from uuid import uuid4

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, found, moto_backend, now, stored

SERVICE = "ssm"
SETTING_DEFAULTS = {
    "/ssm/documents/console/public-sharing-permission": "Enable",
    "/ssm/managed-instance/default-ec2-instance-management-role": "$None",
    "/ssm/parameter-store/default-parameter-tier": "Standard",
    "/ssm/parameter-store/high-throughput-enabled": "false",
}
BASELINE_FIELDS = (
    ("Name", "name"),
    ("GlobalFilters", "global_filters"),
    ("ApprovalRules", "approval_rules"),
    ("ApprovedPatches", "approved_patches"),
    ("ApprovedPatchesComplianceLevel", "approved_patches_compliance_level"),
    ("ApprovedPatchesEnableNonSecurity", "approved_patches_enable_non_security"),
    ("RejectedPatches", "rejected_patches"),
    ("RejectedPatchesAction", "rejected_patches_action"),
    ("Description", "description"),
    ("Sources", "sources"),
)


def _create_association(request: Request) -> Json:
    asked = dict(request.parameters)
    identifier = str(uuid4())
    tags = {tag["Key"]: tag["Value"] for tag in asked.pop("Tags", None) or ()}
    moto_backend(request, SERVICE).add_tags_to_resource("Association", identifier, tags)
    overview = {"Status": "Pending", "DetailedStatus": "Creating"}
    kept = asked | {"AssociationId": identifier, "Date": now(), "Overview": overview, "AssociationVersion": "1"}
    stored(request, "associations")[identifier] = {"DocumentVersion": "$DEFAULT"} | kept
    return {"AssociationDescription": stored(request, "associations")[identifier]}


def _association(request: Request) -> Json:
    identifier = request.parameters.get("AssociationId") or ""
    return found(request, "associations", identifier, code="AssociationDoesNotExist", status=400)


def _update_association(request: Request) -> Json:
    kept = _association(request)
    kept |= request.parameters | {"AssociationVersion": str(int(kept["AssociationVersion"]) + 1)}
    return {"AssociationDescription": kept}


def _delete_association(request: Request) -> Json:
    del stored(request, "associations")[_association(request)["AssociationId"]]
    return {}


def _list_associations(request: Request) -> Json:
    return {"Associations": list(stored(request, "associations").values())}


def _baseline(request: Request) -> Json:
    identifier = request.parameters["BaselineId"]
    baselines = moto_backend(request, SERVICE).baselines
    if identifier not in baselines:
        raise ServiceError("DoesNotExistException", f"Patch baseline {identifier} does not exist.")
    return baselines[identifier]


def _get_baseline(request: Request) -> Json:
    baseline = _baseline(request)
    groups = moto_backend(request, SERVICE).patch_groups
    named = [name for name, group in groups.items() if baseline.id in _associated(group)]
    shown = {field: getattr(baseline, attribute) for field, attribute in BASELINE_FIELDS}
    return shown | {"BaselineId": baseline.id, "OperatingSystem": baseline.operating_system, "PatchGroups": named}


def _associated(group: Json) -> list[str]:
    return [getattr(one, "id", one) for one in group.associations.values()]


def _update_baseline(request: Request) -> Json:
    baseline = _baseline(request)
    for field, attribute in BASELINE_FIELDS:
        if field in request.parameters:
            setattr(baseline, attribute, request.parameters[field])
    return _get_baseline(request)


def _setting(request: Request) -> Json:
    name = "/" + request.parameters["SettingId"].partition("servicesetting/")[2].lstrip("/")
    name = name if name != "/" else request.parameters["SettingId"]
    if name not in SETTING_DEFAULTS:
        raise ServiceError("ServiceSettingNotFound", f"Setting {name} was not found.")
    default = SETTING_DEFAULTS[name]
    value = stored(request, "settings").get(name, default)
    status = "Default" if name not in stored(request, "settings") else "Customized"
    arn = request.arn("ssm", f"servicesetting{name}")
    shown = {"SettingId": name, "SettingValue": value, "LastModifiedDate": now(), "LastModifiedUser": "System"}
    return {"ServiceSetting": shown | {"ARN": arn, "Status": status}}


def _update_setting(request: Request) -> Json:
    name = _setting(request)["ServiceSetting"]["SettingId"]
    stored(request, "settings")[name] = request.parameters["SettingValue"]
    return {}


def _reset_setting(request: Request) -> Json:
    name = _setting(request)["ServiceSetting"]["SettingId"]
    stored(request, "settings").pop(name, None)
    return _setting(request)


def _nothing(field: str) -> Operation:
    return lambda _request: {field: []}


OPERATIONS: dict[str, Operation] = {
    "CreateAssociation": _create_association,
    "DescribeAssociation": lambda request: {"AssociationDescription": _association(request)},
    "UpdateAssociation": _update_association,
    "DeleteAssociation": _delete_association,
    "ListAssociations": _list_associations,
    "DescribeAssociationExecutions": _nothing("AssociationExecutions"),
    "GetPatchBaseline": _get_baseline,
    "UpdatePatchBaseline": _update_baseline,
    "GetServiceSetting": _setting,
    "UpdateServiceSetting": _update_setting,
    "ResetServiceSetting": _reset_setting,
    "DescribeInstanceInformation": _nothing("InstanceInformationList"),
    "DescribeInstancePatchStates": _nothing("InstancePatchStates"),
    "ListComplianceItems": _nothing("ComplianceItems"),
    "ListComplianceSummaries": _nothing("ComplianceSummaryItems"),
    "ListResourceComplianceSummaries": _nothing("ResourceComplianceSummaryItems"),
}
