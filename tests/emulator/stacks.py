"""Deploy small stacks and wait for them."""

from __future__ import annotations

import time
from typing import Any

import yaml

POLL_S = 0.01
TIMEOUT_S = 60.0


def body(resources: dict[str, Any], **sections: Any) -> str:
    """Return a template's text."""
    return yaml.safe_dump({"Resources": resources, **sections})


def settled(cloudformation: Any, stack_id: str) -> dict[str, Any]:
    """Return the stack as soon as nothing is under way."""
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        stack: dict[str, Any] = cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]
        if not stack["StackStatus"].endswith("_IN_PROGRESS") or stack["StackStatus"] == "REVIEW_IN_PROGRESS":
            return stack
        time.sleep(POLL_S)
    raise TimeoutError(stack_id)


def create(cloudformation: Any, name: str, text: str, **options: Any) -> dict[str, Any]:
    """Create a stack; return it settled."""
    answer = cloudformation.create_stack(StackName=name, TemplateBody=text, **options)
    return settled(cloudformation, answer["StackId"])


def update(cloudformation: Any, name: str, text: str, **options: Any) -> dict[str, Any]:
    """Update a stack; return it settled."""
    answer = cloudformation.update_stack(StackName=name, TemplateBody=text, **options)
    return settled(cloudformation, answer["StackId"])


def delete(cloudformation: Any, name: str) -> dict[str, Any]:
    """Delete a stack; return it settled."""
    stack_id = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cloudformation.delete_stack(StackName=name)
    return settled(cloudformation, stack_id)


def physical_id(cloudformation: Any, name: str, logical_id: str) -> str:
    """Return a resource's physical id."""
    answer = cloudformation.describe_stack_resource(StackName=name, LogicalResourceId=logical_id)
    return str(answer["StackResourceDetail"]["PhysicalResourceId"])


def drifts(cloudformation: Any, name: str) -> dict[str, dict[str, Any]]:
    """Detect drift; return what was found of each resource."""
    detection = cloudformation.detect_stack_drift(StackName=name)["StackDriftDetectionId"]
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        status = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=detection)
        if status["DetectionStatus"] == "DETECTION_COMPLETE":
            found = cloudformation.describe_stack_resource_drifts(StackName=name)["StackResourceDrifts"]
            return {drift["LogicalResourceId"]: drift for drift in found}
        if status["DetectionStatus"] == "DETECTION_FAILED":
            raise AssertionError(status["DetectionStatusReason"])
        time.sleep(POLL_S)
    raise TimeoutError(name)
