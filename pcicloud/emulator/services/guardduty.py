"""GuardDuty: findings. The emulator detects nothing, so there are none; and tags of detectors."""

from __future__ import annotations

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, moto_backend

SERVICE = "guardduty"


def _detector(request: Request, detector_id: str) -> Json:
    detectors = moto_backend(request, "guardduty").detectors
    if detector_id not in detectors:
        text = "The request is rejected because the input detectorId is not owned by the current account."
        raise ServiceError("BadRequestException", text)
    return detectors[detector_id]


def _list_findings(request: Request) -> Json:
    _detector(request, request.parameters["DetectorId"])
    return {"FindingIds": []}


def _get_findings(request: Request) -> Json:
    _detector(request, request.parameters["DetectorId"])
    return {"Findings": []}


def _statistics(request: Request) -> Json:
    _detector(request, request.parameters["DetectorId"])
    return {"FindingStatistics": {"CountBySeverity": {}}}


def _members(request: Request) -> Json:
    _detector(request, request.parameters["DetectorId"])
    return {"Members": []}


def _tags(request: Request) -> Json:
    return {"Tags": dict(_detector(request, request.parameters["ResourceArn"].rpartition("/")[2]).tags)}


def _tag(request: Request) -> Json:
    detector = _detector(request, request.parameters["ResourceArn"].rpartition("/")[2])
    detector.tags = {**detector.tags, **request.parameters["Tags"]}
    return {}


OPERATIONS: dict[str, Operation] = {
    "ListFindings": _list_findings,
    "GetFindings": _get_findings,
    "GetFindingsStatistics": _statistics,
    "ListMembers": _members,
    "ListTagsForResource": _tags,
    "TagResource": _tag,
}
