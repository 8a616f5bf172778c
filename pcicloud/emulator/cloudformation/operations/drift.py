"""The operations on drift."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from pcicloud.emulator.cloudformation.drift import detect_drift
from pcicloud.emulator.cloudformation.operations.targets import in_background, site_of
from pcicloud.emulator.cloudformation.stack import Json, Stack
from pcicloud.emulator.cloudformation.template import validation_error
from pcicloud.emulator.request import Operation, Request


def _detect(request: Request) -> Json:
    site = site_of(request)
    stack = site.get(request.parameters["StackName"])
    if stack.is_busy:
        raise validation_error(f"Drift detection cannot be performed on stack in {stack.status} state")
    detection_id = str(uuid4())
    detection: Json = {
        "StackId": stack.id,
        "StackDriftDetectionId": detection_id,
        "DetectionStatus": "DETECTION_IN_PROGRESS",
        "Timestamp": datetime.now(UTC),
    }
    stack.drift_detections[detection_id] = detection
    names = request.parameters.get("LogicalResourceIds")

    def detect() -> None:
        result: Json = {"DetectionStatus": "DETECTION_FAILED", "DetectionStatusReason": "The emulator's log says why."}
        try:
            drifted = detect_drift(site, stack, names)
            done = {"DriftedStackResourceCount": drifted, "StackDriftStatus": stack.drift_status}
            result = done | {"DetectionStatus": "DETECTION_COMPLETE"}
        finally:
            # One assignment: whoever asks in between sees the old state or the new one.
            stack.drift_detections[detection_id] = detection | result

    in_background(detect, stack)
    return {"StackDriftDetectionId": detection_id}


def _detection_status(request: Request) -> Json:
    wanted = request.parameters["StackDriftDetectionId"]
    for stack in site_of(request).stacks.values():
        if wanted in stack.drift_detections:
            return dict(stack.drift_detections[wanted])
    raise validation_error(f"Drift detection {wanted} does not exist")


def _resource_drifts(request: Request) -> Json:
    stack = site_of(request).get(request.parameters["StackName"])
    wanted = request.parameters.get("StackResourceDriftStatusFilters")
    return {
        "StackResourceDrifts": [
            drift for drift in _drifts(stack) if not wanted or drift["StackResourceDriftStatus"] in wanted
        ]
    }


def _drifts(stack: Stack) -> list[Json]:
    return [resource.drift for resource in stack.resources.values() if resource.drift is not None]


def _detect_resource(request: Request) -> Json:
    site, name = site_of(request), request.parameters["LogicalResourceId"]
    stack = site.get(request.parameters["StackName"])
    if name not in stack.resources:
        raise validation_error(f"Resource {name} does not exist for stack {stack.name}")
    detect_drift(site, stack, [name])
    return {"StackResourceDrift": stack.resources[name].drift}


OPERATIONS: dict[str, Operation] = {
    "DetectStackDrift": _detect,
    "DetectStackResourceDrift": _detect_resource,
    "DescribeStackDriftDetectionStatus": _detection_status,
    "DescribeStackResourceDrifts": _resource_drifts,
}
