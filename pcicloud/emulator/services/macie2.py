"""Macie: its session. A new account has none (moto says that it has)."""

from __future__ import annotations

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, now

SERVICE = "macie2"


def _session(request: Request) -> Json:
    if "session" not in request.state:
        raise ServiceError("AccessDeniedException", "Macie is not enabled", status=403)
    return request.state["session"]


def _enable(request: Request) -> Json:
    if "session" in request.state:
        raise ServiceError("ConflictException", "Macie has already been enabled", status=409)
    role = f"arn:aws:iam::{request.account_id}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie"
    request.state["session"] = {
        "createdAt": now(),
        "updatedAt": now(),
        "status": request.parameters.get("status") or "ENABLED",
        "findingPublishingFrequency": request.parameters.get("findingPublishingFrequency") or "SIX_HOURS",
        "serviceRole": role,
    }
    return {}


def _update(request: Request) -> Json:
    given = {name: request.parameters.get(name) for name in ("status", "findingPublishingFrequency")}
    session = _session(request)
    session |= {name: value for name, value in given.items() if value} | {"updatedAt": now()}
    return {}


def _disable(request: Request) -> Json:
    _session(request)
    del request.state["session"]
    return {}


def _discovery(request: Request) -> Json:
    _session(request)
    return {"status": "ENABLED", "disabledAt": None}


def _nothing(field: str) -> Operation:
    def answer(request: Request) -> Json:
        _session(request)
        return {field: []}

    return answer


OPERATIONS: dict[str, Operation] = {
    "EnableMacie": _enable,
    "GetMacieSession": _session,
    "UpdateMacieSession": _update,
    "DisableMacie": _disable,
    "GetAutomatedDiscoveryConfiguration": _discovery,
    "ListClassificationJobs": _nothing("items"),
    "ListFindings": _nothing("findingIds"),
}
