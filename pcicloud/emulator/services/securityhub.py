"""Security Hub: standards and the hub's settings. It checks nothing here, so standards have no results."""

from __future__ import annotations

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, moto_backend, stored

SERVICE = "securityhub"
STANDARDS = (
    ("aws-foundational-security-best-practices/v/1.0.0", "AWS Foundational Security Best Practices v1.0.0"),
    ("cis-aws-foundations-benchmark/v/3.0.0", "CIS AWS Foundations Benchmark v3.0.0"),
    ("nist-800-53/v/5.0.0", "NIST Special Publication 800-53 Revision 5"),
    ("pci-dss/v/3.2.1", "PCI DSS v3.2.1"),
    ("pci-dss/v/4.0.1", "PCI DSS v4.0.1"),
)


def _need_hub(request: Request) -> None:
    if not moto_backend(request, SERVICE).enabled:
        text = f"Account {request.account_id} is not subscribed to AWS Security Hub"
        raise ServiceError("InvalidAccessException", text, status=401)


def _standard_arns(request: Request) -> list[str]:
    return [f"arn:aws:securityhub:{request.region}::standards/{path}" for path, _ in STANDARDS]


def _describe_standards(request: Request) -> Json:
    _need_hub(request)
    arns = _standard_arns(request)
    listed = [{"StandardsArn": arn, "Name": name} for arn, (_, name) in zip(arns, STANDARDS, strict=True)]
    return {"Standards": [one | {"EnabledByDefault": False} for one in listed]}


def _enable(request: Request) -> Json:
    _need_hub(request)
    subscriptions = stored(request, "subscriptions")
    made = []
    for entry in request.parameters["StandardsSubscriptionRequests"]:
        arn = entry["StandardsArn"]
        if arn not in _standard_arns(request):
            raise ServiceError("InvalidInputException", f"Invalid standards ARN: {arn}")
        subscription = request.arn("securityhub", "subscription/" + arn.partition("standards/")[2])
        subscriptions[subscription] = {
            "StandardsSubscriptionArn": subscription,
            "StandardsArn": arn,
            "StandardsInput": entry.get("StandardsInput") or {},
            "StandardsStatus": "READY",
        }
        made.append(subscriptions[subscription])
    return {"StandardsSubscriptions": made}


def _enabled(request: Request) -> Json:
    _need_hub(request)
    asked, kept = request.parameters.get("StandardsSubscriptionArns"), stored(request, "subscriptions")
    return {"StandardsSubscriptions": [kept[arn] for arn in (asked or kept) if arn in kept]}


def _disable(request: Request) -> Json:
    _need_hub(request)
    kept = stored(request, "subscriptions")
    gone = [kept.pop(arn) for arn in request.parameters["StandardsSubscriptionArns"] if arn in kept]
    return {"StandardsSubscriptions": [one | {"StandardsStatus": "DELETING"} for one in gone]}


def _update_hub(request: Request) -> Json:
    _need_hub(request)
    backend = moto_backend(request, SERVICE)
    if "AutoEnableControls" in request.parameters:
        backend.auto_enable_controls = request.parameters["AutoEnableControls"]
    if "ControlFindingGenerator" in request.parameters:
        request.state["generator"] = request.parameters["ControlFindingGenerator"]
    return {}


def _describe_hub(request: Request) -> Json:
    _need_hub(request)
    backend = moto_backend(request, SERVICE)
    described: Json = dict(backend.describe_hub(None))
    return described | {"ControlFindingGenerator": request.state.get("generator", "SECURITY_CONTROL")}


def _no_controls(request: Request) -> Json:
    _need_hub(request)
    return {"Controls": []}


OPERATIONS: dict[str, Operation] = {
    "DescribeHub": _describe_hub,
    "UpdateSecurityHubConfiguration": _update_hub,
    "DescribeStandards": _describe_standards,
    "BatchEnableStandards": _enable,
    "GetEnabledStandards": _enabled,
    "BatchDisableStandards": _disable,
    "DescribeStandardsControls": _no_controls,
}
