"""Account settings: the form holds, the calls exist at AWS, and each works where moto knows the service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import jmespath
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.model import OperationModel, StructureShape
from moto import mock_aws

from tests.templates.template_files import (
    ACCOUNT_SETTINGS,
    CLOUDFORMATION,
    model,
    plain_yaml,
    references,
    requirement_ids,
    template,
)

ACCOUNT = "123456789012"
REGION = "ap-northeast-1"
KEYS = {"name", "title", "requirements", "read", "want", "write", "undo"}
OPTIONAL_KEYS = {"after", "only_when", "under_way"}
# moto 5.2.5 does not answer these; the emulator does, and tests/provision apply them there.
UNKNOWN_TO_MOTO = {
    "document_public_sharing",
    "ebs_default_key",
    "image_public_access_block",
    "instance_metadata_defaults",
    "serial_console_access",
    "snapshot_public_access_block",
}
each_setting = pytest.mark.parametrize("path", ACCOUNT_SETTINGS, ids=lambda path: path.stem)


def calls(setting: dict[str, Any]) -> list[dict[str, Any]]:
    """Every call of a setting, the reading one first."""
    return [setting["read"], *setting["write"], *setting["undo"]]


def operation(call: str) -> OperationModel:
    """botocore's model of a call such as `iam.get_user`. Raises StopIteration if there is none."""
    service_name, method = call.split(".")
    service = botocore.session.get_session().get_service_model(service_name)
    return service.operation_model(next(name for name in service.operation_names if xform_name(name) == method))


def resolve(value: Any, known: dict[str, Any]) -> Any:
    """The value with its references replaced; one that is a reference and nothing else keeps its type."""
    if isinstance(value, dict):
        return {key: resolve(part, known) for key, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, known) for part in value]
    if not isinstance(value, str):
        return value
    whole = re.fullmatch(r"\$\{([^}]+)\}", value)
    if whole:
        return jmespath.search(whole[1], known)
    return re.sub(r"\$\{([^}]+)\}", lambda match: str(jmespath.search(match[1], known)), value)


@each_setting
def test_a_setting_has_the_form_that_the_readme_describes(path: Path) -> None:
    setting = plain_yaml(path)
    assert setting["name"] == path.stem
    assert KEYS <= setting.keys() <= KEYS | OPTIONAL_KEYS
    assert {"call"} <= setting["read"].keys() <= {"call", "parameters", "path", "each", "none_when"}
    assert setting["want"]
    assert setting["write"]
    for call in setting["write"]:
        assert {"call"} <= call.keys() <= {"call", "parameters", "when"}
        assert set(call.get("when", [])) <= setting["want"].keys()
    for call in setting["undo"]:
        assert {"call"} <= call.keys() <= {"call", "parameters"}


@each_setting
def test_a_setting_serves_requirements_by_its_properties(path: Path) -> None:
    setting = plain_yaml(path)
    assert setting["requirements"].keys() <= setting["want"].keys()
    assert all(ids and set(ids) <= requirement_ids() for ids in setting["requirements"].values())


@each_setting
def test_a_setting_refers_to_what_exists(path: Path) -> None:
    setting = plain_yaml(path)
    outputs = {(file.stem, name) for file in CLOUDFORMATION for name in template(file).get("Outputs", {})}
    assert set(setting.get("after", [])) <= {file.stem for file in CLOUDFORMATION}
    for source, *rest in references(setting):
        match source:
            case "stacks":
                assert tuple(rest) in outputs
            case "parameters":
                assert rest[0] in model()["parameters"]
            case "environment":
                assert rest[0] in {"name", "region", "account_id"}
            case "want":
                assert rest[0] in setting["want"]
            case _:
                assert source == "read"


@each_setting
def test_every_call_exists_and_gets_the_parameters_that_it_takes(path: Path) -> None:
    setting = plain_yaml(path)
    for call in calls(setting):
        shape = operation(call["call"]).input_shape
        takes = set(shape.members) if isinstance(shape, StructureShape) else set()
        must = set(shape.required_members) if isinstance(shape, StructureShape) else set()
        given = call.get("parameters", {})
        names = set(setting["want"]) if given == "${want}" else set(given)
        assert must <= names <= takes, call["call"]


@each_setting
def test_an_error_that_means_not_set_is_one_that_the_call_knows(path: Path) -> None:
    read = plain_yaml(path)["read"]
    known = {shape.metadata.get("error", {}).get("code", shape.name) for shape in operation(read["call"]).error_shapes}
    # botocore's model of s3control lists no errors; the code is that of the S3 API reference.
    known |= {"NoSuchPublicAccessBlockConfiguration"} if read["call"].startswith("s3control.") else set()
    assert set(read.get("none_when", [])) <= known


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """An empty account in moto, with a network; the values that references lead to."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        ec2 = boto3.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
        acls = ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"]
        parameters = {name: parameter["default"] for name, parameter in model()["parameters"].items()}
        parameters |= {"security_contact_email": "security@example.com", "security_contact_phone": "+81 3 1234 5678"}
        yield {
            "environment": {"name": "trial", "region": REGION, "account_id": ACCOUNT},
            "parameters": parameters,
            "stacks": {"network": {"VpcId": vpc, "DefaultNetworkAclId": acls[0]["NetworkAclId"]}},
        }


def ask(call: dict[str, Any], known: dict[str, Any]) -> Any:
    """What AWS (here moto) answers to one call of a setting."""
    service, method = call["call"].split(".")
    answer = getattr(boto3.client(service), method)(**resolve(call.get("parameters", {}), known))
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def seen(setting: dict[str, Any], known: dict[str, Any]) -> list[dict[str, Any]]:
    """What is set now: nothing, one object, or one for each item."""
    read = setting["read"]
    try:
        answer = ask(read, known)
    except ClientError as error:
        if error.response["Error"]["Code"] in read.get("none_when", []):
            return []
        raise
    found = jmespath.search(resolve(read.get("path", "@"), known), answer)
    return [item for item in (found if "each" in read else [found]) if item]


def differing(want: dict[str, Any], item: dict[str, Any]) -> set[str]:
    """The properties of `want` that are not so."""
    return {name for name, value in want.items() if item.get(name) != value}


def apply(setting: dict[str, Any], known: dict[str, Any]) -> int:
    """Makes the setting so. Returns how many calls that took."""
    want = resolve(setting["want"], known)
    made = 0
    for item in seen(setting, known) or [{}]:
        differ = differing(want, item)
        for call in setting["write"]:
            if differ & set(call.get("when", want)):
                ask(call, known | {"want": want, "read": item})
                made += 1
    return made


@pytest.mark.parametrize(
    "path", [path for path in ACCOUNT_SETTINGS if path.stem not in UNKNOWN_TO_MOTO], ids=lambda path: path.stem
)
def test_a_setting_is_applied_then_left_alone_then_undone(path: Path, account: dict[str, Any]) -> None:
    setting = plain_yaml(path)
    before = seen(setting, account)
    assert apply(setting, account) > 0
    want = resolve(setting["want"], account)
    assert seen(setting, account)
    assert [differing(want, item) for item in seen(setting, account)] == [set()] * len(seen(setting, account))
    assert apply(setting, account) == 0
    for call in setting["undo"]:
        ask(call, account | {"want": want})
    if setting["undo"]:
        assert all(differing(want, item) for item in seen(setting, account))
        assert before == [] or seen(setting, account) == before
