"""What a call asks a stack to become, and the checks that CloudFormation makes at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from pcicloud.emulator.cloudformation.parameters import parameter_values
from pcicloud.emulator.cloudformation.stack import Json, Site, Stack, Target
from pcicloud.emulator.cloudformation.template import read_template, validation_error
from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Request

BODY_LENGTH_MAX = 51_200
IAM_TYPES = ("AWS::IAM::",)
NAMED_IAM = {
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
}


def site_of(request: Request) -> Site:
    """Return the stacks and clients of the one who asks."""
    return Site(
        stacks=request.state.setdefault("stacks", {}),
        clients=request.clients,
        account_id=request.account_id,
        region=request.region,
        access_key_id=request.access_key_id,
    )


def target_of(request: Request, previous: Target | None) -> Target:
    """Return the target that the call describes; `previous` serves UsePreviousTemplate and UsePreviousValue."""
    body = body_of(request, previous)
    template = read_template(body)
    given = _given_parameters(request.parameters.get("Parameters") or [], previous)
    target = Target(
        body=body,
        template=template,
        parameters=parameter_values(template, given),
        tags=_tags(request, previous),
        capabilities=tuple(request.parameters.get("Capabilities") or ()),
    )
    _check_capabilities(target)
    return target


def body_of(request: Request, previous: Target | None) -> str:
    """Return the template's text: inline, from S3, or the stack's present one."""
    asked = request.parameters
    if asked.get("UsePreviousTemplate"):
        if previous is None:
            raise validation_error("UsePreviousTemplate needs a stack that exists.")
        return previous.body
    if "TemplateBody" in asked:
        body = str(asked["TemplateBody"])
        if len(body.encode()) > BODY_LENGTH_MAX:
            raise validation_error(f"'templateBody' failed to satisfy: length less than or equal to {BODY_LENGTH_MAX}")
        return body
    if "TemplateURL" in asked:
        return _from_s3(request, str(asked["TemplateURL"]))
    raise validation_error("Either Template URL or Template Body must be specified.")


def capabilities_needed(template: Mapping[str, Json]) -> tuple[str | None, list[str]]:
    """Return the capability that the template needs, if any, and the resources that need it."""
    iam = {name: about for name, about in template["Resources"].items() if about["Type"].startswith(IAM_TYPES)}
    named = [name for name, about in iam.items() if NAMED_IAM.get(about["Type"]) in (about.get("Properties") or {})]
    return ("CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM" if iam else None), named or list(iam)


def in_background(work: Callable[[], object], stack: Stack) -> None:
    """Run a stack's operation in a thread of its own, as CloudFormation does."""
    threading.Thread(target=work, name=f"stack {stack.name}", daemon=True).start()


def _from_s3(request: Request, url: str) -> str:
    parts = urlsplit(url)
    path = unquote(parts.path.lstrip("/"))
    is_virtual = ".s3" in (parts.hostname or "") and not (parts.hostname or "").startswith("s3")
    bucket, key = ((parts.hostname or "").split(".s3")[0], path) if is_virtual else path.split("/", 1)
    client = request.clients.client("s3", region=request.region, access_key_id=request.access_key_id)
    return str(client.get_object(Bucket=bucket, Key=key)["Body"].read().decode())


def _given_parameters(given: list[Json], previous: Target | None) -> dict[str, str]:
    values = {}
    for entry in given:
        name = entry["ParameterKey"]
        if not entry.get("UsePreviousValue"):
            values[name] = str(entry.get("ParameterValue", ""))
        elif previous is not None and name in previous.parameters:
            values[name] = previous.parameters[name]
        else:
            raise validation_error(f"Parameter {name} has no previous value")
    return values


def _tags(request: Request, previous: Target | None) -> tuple[Mapping[str, str], ...]:
    given = request.parameters.get("Tags")
    if given is None:
        return previous.tags if previous else ()
    return tuple({"Key": tag["Key"], "Value": tag["Value"]} for tag in given)


def _check_capabilities(target: Target) -> None:
    needed, _ = capabilities_needed(target.template)
    enough = {
        "CAPABILITY_IAM": {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"},
        "CAPABILITY_NAMED_IAM": {"CAPABILITY_NAMED_IAM"},
    }
    if needed and not enough[needed] & set(target.capabilities):
        raise ServiceError("InsufficientCapabilitiesException", f"Requires capabilities : [{needed}]")
