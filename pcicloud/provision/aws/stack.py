"""One stack in AWS: what it is called, how it stands, and whether it is ours."""

from __future__ import annotations

import json
from datetime import datetime

from pcicloud.aws_writing import AwsRefused, Writer
from pcicloud.errors import UsageError
from pcicloud.model.outcome import Json
from pcicloud.provision.aws.template import Template, parse_template

ENVIRONMENT_TAG = "pcicloud:environment"
STACK_TAG = "pcicloud:stack"
# Stacks that never came to be, or did not go: nothing but deleting them is possible.
BROKEN = ("REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE")


def stack_name_of(environment: str, name: str) -> str:
    """The CloudFormation name of an environment's stack."""
    return f"pcicloud-{environment}-{name}"


def tags_of(environment: str, name: str) -> list[dict[str, str]]:
    """The stack's tags; CloudFormation hands them on to its resources.

    There is no digest of the template among them: it would change every resource with every edit of the template.
    """
    return [{"Key": ENVIRONMENT_TAG, "Value": environment}, {"Key": STACK_TAG, "Value": name}]


def described(writer: Writer, stack: str) -> Json | None:
    """What DescribeStacks says of a stack (name or id), None where there is no such stack. Raises AwsRefused."""
    try:
        answer = writer.call("cloudformation", "DescribeStacks", StackName=stack)
    except AwsRefused as refused:
        if refused.code == "ValidationError" and "does not exist" in refused.message:
            return None
        raise
    return answer["Stacks"][0] if answer["Stacks"] else None


def ours(stack: Json, environment: str) -> Json:
    """The same stack. Raises UsageError where a stack of this name was not made for this environment."""
    tags = {tag["Key"]: tag["Value"] for tag in stack.get("Tags") or []}
    # CloudFormation gives a stack that only has a change set no tags before its first execution.
    if tags.get(ENVIRONMENT_TAG) == environment or (not tags and stack["StackStatus"] == "REVIEW_IN_PROGRESS"):
        return stack
    raise UsageError(
        f"the stack {stack['StackName']} exists, but pcicloud did not make it for the environment {environment}",
        hint="give the environment another name in environment.yaml",
    )


def outputs_of(stack: Json) -> dict[str, str]:
    """The outputs of a described stack."""
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs") or []}


def is_busy(stack: Json) -> bool:
    """Whether CloudFormation is at work on the stack now."""
    state = str(stack["StackStatus"])
    return state.endswith("_IN_PROGRESS") and state != "REVIEW_IN_PROGRESS"


def resources_of(writer: Writer, stack: str) -> list[Json]:
    """All resources of a stack (name or id), as ListStackResources says them."""
    return list(writer.pages("cloudformation", "ListStackResources", "StackResourceSummaries", StackName=stack))


def deployed_template(writer: Writer, stack: str) -> Template:
    """The template that a stack (name or id) was last deployed with."""
    answer = writer.call("cloudformation", "GetTemplate", StackName=stack, TemplateStage="Original")
    body = answer["TemplateBody"]
    # boto3 gives a JSON template as a mapping, a YAML template as text.
    return parse_template(body if isinstance(body, str) else json.dumps(body), name=f"the template of {stack}")


def moment(text: str) -> datetime:
    """A time of the API as an aware datetime."""
    return datetime.fromisoformat(text)
